"""Writes raw/g08.docx: a Word file with heading styles, automatic numbering, a table and a page header.

Run it from this folder only when the document is to change; the file it writes is part of the project.
"""

from pathlib import Path

from docx import Document
from docx.document import Document as Word

PARAGRAPHS = (
    ("Title", "在全市农村饮水安全工程现场推进会上的讲话"),
    ("Normal", "市水利局局长　范立群"),
    ("Normal", "（2016年10月20日）"),
    ("Normal", "同志们："),
    (
        "Normal",
        "这次现场推进会开到柳河县，开到水厂里、田坎上，就是想让大家亲眼看一看，干净的自来水是怎样流进千家万户的。上午，我们看了双龙水厂和三道沟村的入户工程，很受启发。下面，我讲几点意见。",
    ),
    ("Heading 1", "一、算清三笔账"),
    (
        "Normal",
        "截至9月底，全市已建成集中供水工程426处，解决了68.9万人的饮水问题，但还有5.3万人分散居住在石山区，这些地方水源少、管线长，户均投资要高出平原1.7倍，是最难啃的“硬骨头”。各县区的进度如下表。",
    ),
    ("TABLE", ""),
    ("Heading 1", "二、盯紧三道关"),
    ("Normal", "剩下的时间只有70天，必须盯紧以下三道关口："),
    ("List Number", "水质关。每处工程启用之前必须做42项指标检测，不合格的一律不得供水；"),
    ("List Number", "质量关。管沟埋深不得小于80厘米，冻土层以上的管段全部返工；"),
    ("List Number", "资金关。水费收多少、怎么用，要在村务公开栏里写得清清楚楚。"),
    ("Heading 1", "三、压实三级责任"),
    (
        "Normal",
        "市里抓统筹，县里抓落实，乡镇抓到户。工程建成以后，“三分建、七分管”，每村要有一名管水员，报酬不低于每月300元。谁在验收中弄虚作假，就追究谁的责任。",
    ),
    (
        "Normal",
        "同志们，吃水不忘挖井人，建井更要想着吃水人。让我们再加一把劲，年底前向全市人民交一份合格的答卷！",
    ),
)
ROWS = (
    ("县区", "应解决人数（万人）", "已完成（%）"),
    ("柳河县", "1.8", "96.5"),
    ("石门县", "2.4", "71.0"),
    ("东岗区", "1.1", "88.2"),
)


def add_table(document: Word) -> None:
    """The table of progress."""
    table = document.add_table(rows=0, cols=len(ROWS[0]))
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def main() -> None:
    """Writes the file."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "市水利局办公室印制　内部传阅"
    for style, text in PARAGRAPHS:
        if style == "TABLE":
            add_table(document)
        else:
            document.add_paragraph(text, style=style)
    document.save(str(Path(__file__).parent / "raw" / "g08.docx"))


if __name__ == "__main__":
    main()
