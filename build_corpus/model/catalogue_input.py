"""Findings about what editors bring: seeds, sidecars, tables. Code → what it means."""

from build_corpus.model.kind import error, warning

EDITORS = {
    # the seed as a file
    "seed-empty": error(
        "The file holds nothing but white space.", "文件是空的。", "补上正文，或从 seeds/ 移走这个文件。"
    ),
    "seed-binary": error(
        "The file is full of control characters, so it is no text.",
        "文件不是纯文本（含有大量控制字符）。",
        "另存为 UTF-8 纯文本（.txt）。",
    ),
    "seed-encoding": error(
        "No encoding of Chinese texts fits all bytes.",
        "文件无法解码：最像 {encoding}，但第 {offset} 字节起不对。",
        "找到完好的原文；或用编辑器打开，改好这一处，另存为 UTF-8 后重新放入 seeds/。",
    ),
    "seed-encoding-tie": warning(
        "Two encodings fit equally well; one was taken.",
        "看不准编码：按 {chosen} 读出，按 {other} 也说得通（读作“{meant}”）。",
        "看看正文对不对；不对就用编辑器按正确的编码打开，另存为 UTF-8。",
    ),
    "seed-format": error("The file type is not read.", "不认识的文件类型“{suffix}”。", "{how}。"),
    "seed-disguised": error(
        "The first bytes say that the file is not what its name says.",
        "文件名不对：内容其实是{called}。",
        "{how}。",
    ),
    "seed-docx-broken": error(
        "The Word document's package or its XML cannot be read.",
        "这个 Word 文档（.docx）已经损坏，或者不是 Word 文档。",
        "用 Word 或 WPS 打开并修复，另存为 .docx；打不开就找原文件重新复制。",
    ),
    "seed-docx-old": error(
        "A Word 97-2003 file is named .docx.",
        "这是旧版 Word 文档（.doc），只是扩展名写成了 .docx。",
        "用 Word 或 WPS 打开，另存为 .docx（不是改名）。",
    ),
    "seed-docx-encrypted": error(
        "The Word document has a password.",
        "这个 Word 文档设了密码，读不了。",
        "用 Word 打开，去掉密码后另存。",
    ),
    "seed-docx-bomb": error(
        "The Word document unpacks to more than any document holds.",
        "这个 Word 文档解压后大得不正常，没有读取。",
        "确认来源；若是正常文件，就把正文复制到新文档再放入。",
    ),
    "seed-docx-entities": error(
        "The Word document's XML declares entities, which Word never does.",
        "这个 Word 文档里有实体声明（Word 不会写出来，可能是恶意文件），没有读取。",
        "确认来源；若是正常文件，就把正文复制到新文档再放入。",
    ),
    "seed-mojibake": warning(
        "A line was decoded with the wrong codec before it came here.",
        "这一行像是乱码：“{wrong}”，原文或为“{meant}”。",
        "找到原文重新保存；文字没有改动。",
    ),
    "seed-entities": warning(
        "The text holds HTML entities as text.",
        "文中有 {count} 处没有转换的网页符号，例如“{first}”。",
        "在底稿里换成它代表的字符；若是网页代码，就改存为 .html。",
    ),
    "seed-too-long": error(
        "The file is larger than any speech.",
        "文件有 {size} 字节，超过上限 {limit} 字节，不像一篇讲话。",
        "拆成若干篇分别放入 seeds/。",
    ),
    "seed-unreadable": error(
        "The operating system refuses to read the file.",
        "读不了这个文件：{reason}。",
        "检查文件权限，或重新复制一份。",
    ),
    "document-lost": error(
        "A process died while it worked on the document, twice.",
        "整理这一篇时程序两次中断，没有收进来。",
        "多半是内存不够或文件异常：拆成几篇，或换一份来源；其余各篇不受影响。",
    ),
    "seed-outside": error(
        "A link points out of the seeds folder.",
        "这是指向 seeds/ 之外的链接，没有读取。",
        "把文件本身复制到 seeds/。",
    ),
    "seed-replacement": warning(
        "The text holds U+FFFD: something was lost before it came here.",
        "文中有 {count} 个“\N{REPLACEMENT CHARACTER}”，原来的字已经丢失。",
        "找到原文核对，改好后重新放入。",
    ),
    "part-unmatched": error(
        "A part of a file, as the sidecar splits it, does not start at exactly one line.",
        "旁注说有一篇从“{starts}”这一行开始，但这样的行有 {count} 处，整个文件没有收进来。",
        "{near}把 starts 改成恰好出现一次的整行文字。",
    ),
    "part-before": warning(
        "Text before the first part of a file belongs to no document.",
        "第一篇之前还有 {count} 字，不属于任何一篇，没有收进来。",
        "若是正文，就在旁注文件里为它加一篇。",
    ),
    "id-collision": error(
        "Two seeds give the same id.",
        "编号“{id}”已被“{other}”占用，这一篇没有发布。",
        "改文件名，或在旁注文件里写 id。",
    ),
    # the sidecar
    "sidecar-invalid": error(
        "The sidecar is no valid YAML mapping.",
        "旁注文件读不懂：{reason}。",
        "照 README.md 里的样例改正，各项见 CONTRIBUTING.md。",
    ),
    "sidecar-key": error(
        "The sidecar has a key nobody knows.", "旁注文件里有不认识的项“{key}”。", "{guess}可用的项：{known}。"
    ),
    "sidecar-value": error(
        "A value in the sidecar has the wrong type or form.",
        "旁注文件里“{key}”的值不对：{reason}。",
        "改正这一项。",
    ),
    "sidecar-repeated": error(
        "A key stands twice in one mapping of the sidecar.",
        "旁注文件里“{key}”写了两次，前一次在第 {first} 行，只算前一次。",
        "留下一个，删掉另一个。",
    ),
    "sidecar-orphan": warning(
        "A sidecar without a seed.", "这个旁注文件没有对应的底稿。", "把它改成与底稿同名，或者删掉。"
    ),
    "sidecar-twice": error(
        "A document has two sidecars; only one of them counts.",
        "这一篇另有旁注 {first}，只算那一个，这一个没有读。",
        "把两个合成 {first}，删掉这一个。",
    ),
    "sidecar-unmatched": warning(
        "A note in the sidecar quotes wording that is not in the text exactly once.",
        "旁注引用的“{find}”在正文里出现 {count} 次。",
        "{guess}照正文引，多引几个字，使它恰好出现一次。",
    ),
    "emendation-unmatched": warning(
        "An emendation quotes wording that is not in the text exactly once.",
        "校勘要改的“{find}”在正文里出现 {count} 次，没有加注。",
        "{guess}照正文引，多引几个字，使它恰好出现一次。",
    ),
    "accept-unknown": error(
        "The sidecar accepts a rule nobody knows.",
        "旁注 accept 里的“{rule}”不是规则的代号。",
        "{guess}代号见 build-corpus audit 的输出。",
    ),
    "accept-unused": warning(
        "The sidecar accepts a rule that took nothing out of this text.",
        "旁注 accept 里的“{rule}”没有用上：这条规则在这一篇里什么也没有删。",
        "从 accept 里删掉它。",
    ),
    "alias-taken": error(
        "A former id in the sidecar is somebody's id today.",
        "旧编号“{alias}”现在是{other}的编号，没有转过去。",
        "从 aliases 里删掉它。",
    ),
    "alias-unknown": warning(
        "A former id of a paragraph leads to a paragraph that is not there.",
        "旧段落编号指向的“{target}”在正文里没有。",
        "{guess}编号见页面上各段的“本段链接”。",
    ),
    # what an editor hands to a command
    "add-unreadable": error(
        "A file to be added cannot be read.", "读不了：{reason}。", "写一个文件的路径；名字里有空格就加引号。"
    ),
    "table-unreadable": error(
        "A table of metadata is no such table.",
        "这张表读不了：{reason}。",
        "用 build-corpus metadata export 导出的表来改，存成 CSV。",
    ),
    "table-column": error(
        "A table has a column nobody knows, or one twice.",
        "表头里的“{column}”不认识，或写了两次。",
        "{guess}可用的列：{known}。",
    ),
    "table-row": error(
        "A row of a table belongs to no document, or does not fit its header.",
        "这一行{problem}。",
        "{guess}。",
    ),
    "table-value": error(
        "A cell of a table cannot be the value of its field.",
        "“{key}”不能是“{value}”：{reason}。",
        "改正这一格，再导入。",
    ),
    "table-blank": warning(
        "A cell was emptied whose value stands in the document itself.",
        "“{key}”清空了，但“{value}”是从文中读出来的，没有改。",
        "写上对的值；旁注只能改，不能清空。",
    ),
    "table-unwritable": error(
        "A sidecar is written in a way that cannot be edited without touching the rest of it.",
        "旁注 {file} 改不了：“{key}”应为“{value}”。",
        "手工改这一项，再导入。",
    ),
}
