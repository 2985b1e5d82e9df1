"""Findings about texts, relations, pages and the site. Code → what it means."""

from build_corpus.model.kind import error, warning

TEXTS = {
    # the text
    "no-text": error(
        "After cleaning nothing is left that reads like a text.",
        "整理之后没有正文（什么也没有，或只有标题），不发布。",
        "补上正文；若只是出错页面或跳转页，就移走。",
    ),
    "block-too-long": error(
        "One paragraph is longer than any paragraph of a speech.",
        "有一段长达 {length} 字（上限 {limit} 字），不发布。",
        "段落大概丢了换行：在底稿里补上换行再放入。",
    ),
    "title-missing": warning(
        "No line of the document is its title.",
        "正文里没有找到标题。",
        "在旁注文件里写 title。",
    ),
    "title-elsewhere": warning(
        "No line of the document is its title; the page's <title> or the file's name gives one.",
        "正文里没有标题，用的是{place}：“{title}”。",
        "核对一下；不对就在旁注文件里写 title。",
    ),
    "lines-broken": warning(
        "Several lines end inside a sentence: the text was probably wrapped by hand.",
        "有 {count} 行没有标点就断了，像是按固定宽度折的行。",
        "在底稿里把断开的行接回去再放入；现在每行各成一段。",
    ),
    "rights-notice": warning(
        "The document itself says how it may be used.",
        "底稿带有声明“{notice}”，仍照常发布。",
        "确认可以公开；不公开就在旁注文件里写 rights: withhold。",
    ),
    "rights-forbidden": warning(
        "The document's own notice forbids to pass it on; corpus.yml says what is done with such a text.",
        "《{title}》自称“{notice}”，不许传播；{done}。",
        "定下来就在旁注文件里写 rights: publish（可以公开）、noindex（只有页面）或 withhold（不发布）；全库的规定在 corpus.yml 的 rights。",
    ),
    "text-outside": warning(
        "A saved page holds paragraphs outside the element that holds its text; they were left out.",
        "网页正文区域以外还有 {count} 段成句的文字（{chars} 字），没有收。",
        "看 build-corpus audit；若其中有正文，把正文另存成 .txt 再放入。",
    ),
    "not-a-speech": warning(
        "The document is a list, a form, an error page or a stub; it is held back.",
        "不像讲话或文章，没有发布：{reason}。",
        "换成正文所在的网页；确实是讲话，就在旁注文件里写 kind: speech。",
    ),
    "several-speeches": warning(
        "The file holds several speeches; only an editor's sidecar splits it.",
        "文件里像有 {count} 篇讲话，另起的标题在第 {lines} 行；现在合成一篇。",
        "在旁注文件里写 documents，每篇一项，写明 id 和 starts（起始的那一行，如“{starts}”）。",
    ),
    "noise-in-body": warning(
        "A rule would take lines out of the running text; only an editor may let it.",
        "正文里有 {count} 行像是{reason}，没有删。",
        "核对这几行；确实要删，就在旁注文件里写 accept: [{rule}]。",
    ),
    "personal-data": warning(
        "The text holds numbers of private persons; they are masked wherever it is published.",
        "文中有 {count} 处{what}，页面和数据里以 * 代替。",
        "不必改底稿；确是公开的号码，就在旁注文件里写 accept: [{rule}]。",
    ),
    "personal-in-sidecar": warning(
        "An editor's words hold a number of a private person; they are published as they are written.",
        "旁注“{key}”里有{what}，照写的发布。",
        "不公开就改掉它；确是公开的号码，就在旁注文件里写 accept: [{rule}]。",
    ),
    "suspect": warning(
        "A wording is probably a misprint; the text stays as it is.",
        "疑误：“{find}”，或为“{suggestion}”。",
        "核对原文；正文不改，页面上有注。",
    ),
    # between documents
    "near-duplicate": warning(
        "A published document holds the text of another one, whole or in part.",
        "{percent}% 的文字也在《{title}》（{of}）里，列为那一篇的{kind}。",
        "不必改。另有原篇就在旁注文件里写 version_of: 编号，独立成篇写 version_of: none，不要它写 publish: false。",
    ),
    "version-unknown": error(
        "A sidecar's `version_of` names no published document.",
        "version_of 指的“{id}”不在已发布的各篇之中。",
        "{guess}写原篇的编号；独立成篇就写 none。",
    ),
    "version-unlike": warning(
        "An editor names a canonical document that shares next to nothing with this one; the editor is obeyed.",
        "version_of 指的《{title}》（{of}）与本篇只有 {percent}% 的文字相同，仍照写的列在一起{others}。",
        "核对编号；不是同一篇就删掉这一项。",
    ),
    "version-circle": error(
        "A sidecar's `version_of` leads back to the document itself.",
        "version_of 指到“{id}”，转一圈又回到本篇。",
        "只在转载、节选或报道的旁注里写，原篇不写。",
    ),
    # docs and site
    "site-large": warning(
        "The site comes near the limit of GitHub Pages.",
        "网站有 {size} MB，接近 GitHub Pages 的上限 {limit} MB。",
        "把网站放到别的主机，或把语料分成几个网站。",
    ),
    "docs-handwritten": error(
        "A page to be generated stands there already and was not generated.",
        "这一页要由程序生成，但那里已有手写的文件，没有覆盖。",
        "把手写的文件改名或移走。",
    ),
    "link-broken": error("A link leads nowhere.", "链接“{target}”没有目标。", "重新生成；仍不行就报告问题。"),
    "request-foreign": error(
        "A page makes the reader's browser ask another host.",
        "页面会向别的主机请求“{target}”。",
        "把资源放进 theme/，或去掉它。",
    ),
    "text-differs": error(
        "The published text is not the cleaned text.",
        "页面上的正文与整理后的正文不同：{reason}。",
        "重新生成。",
    ),
    "front-matter-differs": error(
        "The front matter does not say what the record says.", "页面头部的“{key}”与记录不符。", "重新生成。"
    ),
    "page-missing": error(
        "A document of the corpus has no page and no finding.",
        "“{id}”没有页面，也没有说明原因。",
        "重新生成。",
    ),
    "leak": error(
        "Wording that was taken out of a text stands in the site.",
        "删去的内容（{rule}）出现在站点里。",
        "报告问题。",
    ),
    "search-unsegmented": error(
        "The search index holds Chinese text that was not segmented.",
        "检索索引里的中文没有分词。",
        "确认已安装 jieba，再重新生成。",
    ),
    "search-miss": error(
        "A known query does not find its page.",
        "检索“{query}”找不到“{id}”。",
        "检查 mkdocs.yml 的 search 设置。",
    ),
    "check-incomplete": warning(
        "The check lacks the by-products of the build, so it cannot look for everything.",
        "没有 {file}，无法核对删去的内容和缺页。",
        "先运行 build-corpus build，再检查；换了目录就用 --build 指明。",
    ),
    "site-missing": error(
        "There is no built site to check.", "没有找到生成的站点。", "先运行 build-corpus site。"
    ),
}
