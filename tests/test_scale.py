"""What keeps ten thousand speeches cheap: files one after the other, nothing made twice, nothing kept that is not needed."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from helpers import SETTINGS, annotated_of, corpus_of, pages_of, source_of
from hypothesis import given
from hypothesis import strategies as st
from sites import BODY, FROST, SPEECH, Project, differing, make_project, tree

from benchmarks.corpus import Recipe, generate
from build_corpus import pipeline
from build_corpus.knowledge import built_in
from build_corpus.manifest import JOURNAL, MANIFEST, handwritten
from build_corpus.publish import Making, Site, pages, publish
from build_corpus.publish.sitemap import sitemap
from build_corpus.publish.write import Index
from build_corpus.relate import relate
from build_corpus.run import CACHE, inputs, last_run
from build_corpus.run.signs import is_young
from build_corpus.site.check import check
from build_corpus.site.lines import Records
from build_corpus.site.new_lines import new_lines
from build_corpus.site.render import Rendered, _split
from build_corpus.site.size import check_size
from build_corpus.survey import survey

HEAVY = ("docx", "pypinyin", "rdflib", "mkdocs", "jieba", "numpy", "jinja2")
LARGEST = 60_000  # characters of Markdown; a hundred lines with their links
SETTLED = 0.2  # seconds after which a file's time tells that nobody changed it since

# ------------------------------------------------------------------ docs/, file by file


def parts(files: list[str]) -> Iterator[str]:
    """Pieces of a file that is never whole in memory."""
    yield from files


def test_files_in_parts_are_files(tmp_path: Path) -> None:
    """A file given in parts is written, left alone, replaced and protected like any other."""
    assert publish([("a.txt", parts(["一", "二"]))], tmp_path, tmp_path).changed == ("a.txt",)
    assert publish([("a.txt", parts(["一二"]))], tmp_path, tmp_path).changed == ()
    assert publish([("a.txt", parts(["三"]))], tmp_path, tmp_path).changed == ("a.txt",)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "三"
    (tmp_path / "b.txt").write_text("手写", encoding="utf-8")
    written = publish([("a.txt", "三"), ("b.txt", parts(["生成"]))], tmp_path, tmp_path)
    assert [found.code for found in written.findings] == ["docs-handwritten"]
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "手写"
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "a.txt", "b.txt"]


def test_an_unchanged_file_is_known_without_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Size and time of a file as they were written say that it is the same; one that was touched is looked at."""
    files = [("a.md", "一"), ("b.md", "二")]
    publish(files, tmp_path, tmp_path)
    opened: list[str] = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(path.name) or read_bytes(path))
    assert publish(files, tmp_path, tmp_path).unchanged == 2
    assert opened == []
    (tmp_path / "b.md").write_text("改", encoding="utf-8")
    assert publish(files, tmp_path, tmp_path).changed == ("b.md",)
    assert opened == ["b.md"]


def test_a_stopped_run_owns_what_it_wrote(tmp_path: Path) -> None:
    """Files written by a run that never ended are replaced by the next one, those of other people are not."""

    def stopped() -> Iterator[tuple[str, str]]:
        yield "a.md", "旧"
        yield "b.md", "旧"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(stopped(), tmp_path, tmp_path)
    assert (tmp_path / JOURNAL).is_file()
    (tmp_path / "b.md").write_text("手写", encoding="utf-8")
    assert handwritten(tmp_path) == ["b.md"]
    written = publish([("a.md", "新"), ("b.md", "新")], tmp_path, tmp_path)
    assert written.changed == ("a.md",)
    assert [found.path for found in written.findings] == ["docs/b.md"]
    assert not (tmp_path / JOURNAL).exists()


def test_pages_come_one_by_one_and_once() -> None:
    """Pages are made while they are asked for, in an order of their own, none twice."""
    corpus = corpus_of(SPEECH, FROST)
    made = pages(Site(corpus, built_in(), SETTINGS))
    first, content = next(made)
    assert first == "data/documents.jsonl"
    paths = [first]
    "".join(content)
    for path, content in made:
        "".join(content)  # some files say the size of earlier ones, which have to be read first
        paths.append(path)
    assert len(paths) == len(set(paths))
    assert paths == list(pages_of(corpus))


def test_no_page_grows_with_the_corpus() -> None:
    """However many speeches there are, a page holds what a reader can look through; the rest is on the next ones."""
    assert largest(600) < LARGEST


def largest(count: int) -> int:
    """Size of the largest page of a corpus of short speeches, in 字."""
    sources = [
        source_of(each.data.decode(), each.file) for each in generate(count, Recipe(chars=200, plain=True))
    ]
    stats = survey(sources)
    corpus = relate([annotated_of(source, stats) for source in sources], built_in(), SETTINGS.related)
    return max(len(text) for path, text in pages_of(corpus).items() if path.endswith(".md"))


def test_a_sitemap_names_what_stands_for_itself() -> None:
    """Pages that go on with a list are left out; many addresses are split into files that an index names."""
    paths = ["index.md", "speeches/a.md", "themes/x.md", "themes/x/3.md", "speeches/lists/2019.md"]
    (whole,) = sitemap(paths, "https://example.com/")
    assert whole[1].count("<loc>") == 3
    split = dict(sitemap(paths, "https://example.com/", 2))
    assert list(split) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert "<loc>https://example.com/sitemap-2.xml</loc>" in split["sitemap.xml"]
    assert sum(text.count("<url>") for text in split.values()) == 3
    assert list(sitemap(paths, "")) == []


# ------------------------------------------------------------------ nothing to do


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built project whose files have come to rest."""
    made = make_project(tmp_path_factory.mktemp("scale"), {"a.txt": SPEECH, "b.txt": FROST})
    time.sleep(SETTLED)
    pipeline.site(made.config())
    return made


def test_nothing_changed_means_nothing_is_done(project: Project) -> None:
    """The command says what the last run said, and touches nothing."""
    first = project.run("site", "--full")
    before = {path: path.stat() for folder in (project.docs, project.site) for path in folder.rglob("*")}
    again = project.run("site")
    assert (again.returncode, again.stderr) == (0, "")
    assert "没有变化" in again.stdout
    assert again.stdout.splitlines()[1:] == first.stdout.splitlines()[1:]
    assert {path: path.stat() for path in before} == before


@pytest.mark.parametrize(
    "name",
    [
        "seeds/c.txt",
        "seeds/cache/c.txt",
        "docs/about.md",
        "docs/cache/a.csv",
        "docs/speeches/a.md",
        "site/index.html",
    ],
)
def test_anything_changed_means_a_run(project: Project, name: str) -> None:
    """One file more, written anew or gone makes the last run say nothing."""
    time.sleep(SETTLED)
    pipeline.site(project.config())
    assert last_run(project.config())
    file = project.root / name
    old = file.read_bytes() if file.is_file() else b""
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(old)
    assert last_run(project.config()) is None
    if old:
        file.unlink()
        assert last_run(project.config()) is None
        file.write_bytes(old)
    else:
        file.unlink()


def test_where_no_process_can_be_copied_all_is_done_in_turn(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without copies of a process the same is made, and nothing changed is told as well."""
    before = tree(project.site)
    monkeypatch.setattr("build_corpus.run.aside.get_all_start_methods", list)
    page = project.docs / "search-help.md"
    old = page.read_bytes()
    page.write_bytes(old + "\n再说一句。\n".encode())
    pipeline.site(project.config())
    assert differing(before, tree(project.site)) != []
    page.write_bytes(old)
    time.sleep(SETTLED)
    pipeline.site(project.config())
    assert differing(before, tree(project.site)) == []
    assert last_run(project.config())


def test_what_somebody_wrote_into_the_site_is_mended(project: Project) -> None:
    """A page of the site that was edited or taken away is there again, as it was made."""
    time.sleep(SETTLED)
    pipeline.site(project.config())
    before = tree(project.site)
    (project.site / "speeches" / "a" / "index.html").write_text("别人写的", encoding="utf-8")
    (project.site / "index.html").unlink()
    pipeline.site(project.config())
    assert differing(before, tree(project.site)) == []


def test_another_repository_is_a_change(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What mkdocs.yml reads from the environment counts: with another address every page is rendered."""
    time.sleep(SETTLED)
    pipeline.site(project.config())
    monkeypatch.setenv("REPO_URL", "https://example.org/a/b")
    assert last_run(project.config()) is None
    pipeline.site(project.config())
    pages = [path for path in project.site.rglob("index.html") if "speeches/a/" in path.as_posix()]
    assert pages
    assert all("https://example.org/a/b" in path.read_text(encoding="utf-8") for path in pages)


def test_who_writes_while_a_run_does_is_noticed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hand-written page that changes between its rendering and the end of the run is a change for the next one."""
    time.sleep(SETTLED)
    page = project.docs / "search-help.md"
    check_site = pipeline.check

    def checked(*given: object) -> object:
        page.write_text(page.read_text(encoding="utf-8") + "\n同时写的。\n", encoding="utf-8")
        return check_site(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "check", checked)
    project.add("later.txt", SPEECH)
    pipeline.site(project.config())
    assert last_run(project.config()) is None
    monkeypatch.undo()
    pipeline.site(project.config())
    assert "同时写的" in (project.site / "search-help" / "index.html").read_text(encoding="utf-8")


def test_a_file_changed_just_now_is_doubtful(project: Project) -> None:
    """So soon after an edit, times may not tell another one: nothing is concluded. Whole seconds take longer to tell."""
    time.sleep(SETTLED)
    assert inputs(project.config())
    file = project.seeds / "b.txt"
    file.write_bytes(file.read_bytes())
    now = time.time_ns()
    assert is_young(file.stat(), now)
    assert not is_young(file.stat(), now + 10**9)
    os.utime(file, ns=(0, now // 10**9 * 10**9))
    time.sleep(SETTLED)
    assert inputs(project.config()) is None
    file.write_bytes(file.read_bytes())


def test_settings_and_kept_files_count(project: Project) -> None:
    """Another title, or a last run that cannot be read, means a run."""
    time.sleep(SETTLED)
    pipeline.site(project.config())
    assert last_run(project.config())
    settings = (project.root / "corpus.yml").read_text(encoding="utf-8")
    (project.root / "corpus.yml").write_text(settings.replace("title: ", "title: 新"), encoding="utf-8")
    assert last_run(project.config()) is None
    (project.root / "corpus.yml").write_text(settings, encoding="utf-8")
    assert last_run(project.config())
    (project.build / CACHE / "last-run.json").write_text("{", encoding="utf-8")
    assert last_run(project.config()) is None


@pytest.mark.parametrize("arguments", [("--help",), ("site",)])
def test_what_is_not_needed_is_not_loaded(project: Project, arguments: tuple[str, ...]) -> None:
    """`--help` and a run with nothing to do load none of the heavy libraries."""
    time.sleep(SETTLED)
    pipeline.site(project.config())
    command = [sys.executable, "-X", "importtime", "-m", "build_corpus", *arguments]
    folders = [f"--{name}={getattr(project, name)}" for name in ("seeds", "docs", "build", "site")]
    if arguments == ("site",):
        command += [f"--config={project.root / 'corpus.yml'}", *folders]
    said = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", env=dict(os.environ))
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in said.stderr.splitlines()}
    assert loaded & set(HEAVY) == set()


# ------------------------------------------------------------------ the check


def made(*changed: str) -> Rendered:
    """A run that made these files of a site with one hand-written page."""
    return Rendered(by_hand=("about.md",), size=0, changed=frozenset(changed))


def test_a_run_checks_what_it_made(tmp_path: Path) -> None:
    """With a list of pages the check looks at those, at hand-written ones and at what they link to."""
    project = make_project(tmp_path / "project", {"a.txt": SPEECH, "b.txt": FROST})
    _, checked = pipeline.site(project.config())
    assert checked == ()
    for name in ("a", "b"):
        file = project.site / "speeches" / name / "index.html"
        html = file.read_text(encoding="utf-8")
        file.write_text(html.replace("</body>", '<a href="../nowhere/">x</a></body>'), encoding="utf-8")
    found = check(project.config(), built_in(), 1, made("speeches/a/index.html"))
    assert [(each.code, each.path) for each in found] == [("link-broken", "site/speeches/a/index.html")]
    about = project.site / "about" / "index.html"
    html = about.read_text(encoding="utf-8")
    about.write_text(html.replace("</body>", '<a href="../speeches/b/#gone">x</a></body>'), encoding="utf-8")
    found = check(project.config(), built_in(), 1, made())
    assert [(each.code, each.path) for each in found] == [("link-broken", "site/about/index.html")]


@given(st.lists(st.sampled_from("abcdef"), max_size=30), st.lists(st.sampled_from("abcdefgh"), max_size=30))
def test_new_lines_are_those_that_were_not_there(old: list[str], new: list[str]) -> None:
    """Every line that did not stand in the old file is given, and none that did where both begin and end alike."""
    wide = {
        letter: letter * 30_000 + "\n" for letter in "abcdefgh"
    }  # longer than what is compared at once, together
    with TemporaryDirectory() as folder:
        file, before = Path(folder, "new"), Path(folder, "old")
        file.write_text("".join(map(wide.get, new)), encoding="utf-8")
        before.write_text("".join(map(wide.get, old)), encoding="utf-8")
        given_lines = {line[:1].decode() for line in new_lines(file, before)}
    assert set(new) - set(old) <= given_lines <= set(new)
    if old == new and old:
        assert given_lines == set()


def changed(lines: list[str], rng: Random, kinds: int) -> list[str]:
    """Lines after some of them have changed, come or gone; of four kinds of changes one moves them."""
    lines = list(lines)
    for number in range(rng.randrange(5)):
        at, many = rng.randrange(len(lines)), rng.choice((1, 3, 900))
        kind = rng.randrange(kinds)
        if kind == 0:
            lines[at : at + many] = [f"changed {rng.random()} {line}" for line in lines[at : at + many]]
        elif kind == 1:
            lines[at:at] = [f"new {number} {each} {rng.random()}" + "." * 400 for each in range(many)]
        elif kind == 2:
            del lines[at : at + many]
        else:
            moved = lines[at : at + many]
            del lines[at : at + many]
            at = rng.randrange(len(lines) + 1)
            lines[at:at] = moved
        lines = lines or [""]
    return lines


@pytest.mark.parametrize("kinds", [3, 4])
@pytest.mark.parametrize("seed", range(10))
def test_new_lines_of_a_long_file(tmp_path: Path, seed: int, kinds: int) -> None:
    """Wherever lines changed, all new ones are given in their order and, but for those that moved, no others."""
    rng = Random(seed)
    old = [f"{at} {'.' * rng.randrange(600)}" for at in range(3000)]
    new = changed(old, rng, kinds)
    file, before = tmp_path / "new", tmp_path / "old"
    file.write_text("".join(f"{line}\n" for line in new), encoding="utf-8")
    before.write_text("".join(f"{line}\n" for line in old), encoding="utf-8")
    found = [line.decode().rstrip("\n") for line in new_lines(file, before)]
    known = set(old)
    assert [line for line in found if line not in known] == [line for line in new if line not in known]
    assert kinds == 4 or known.isdisjoint(found)


def test_lines_of_some_speeches(tmp_path: Path) -> None:
    """The lines that begin with an id are found without going through the others, however many each id has."""
    rng = Random(0)
    ids = sorted({f"s-{rng.randrange(1000)}" for _ in range(200)})
    lines = [
        json.dumps(
            {"id": name, "text": "文" * rng.choice((0, 3, 5000))}, ensure_ascii=False, separators=(",", ":")
        )
        for name in ids
        for _ in range(rng.randrange(4))
    ]
    file = tmp_path / "lines.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    for names in ([], ids, ids[:1], ids[-1:], ["", "s", "s-", "s-1", "t"], rng.sample(ids, 20)):
        wanted = [f"{line}\n" for line in lines if json.loads(line)["id"] in names]
        assert list(Records(file).of(set(names))) == wanted
    file.write_text("", encoding="utf-8")
    assert list(Records(file).of({"a"})) == []


def test_a_leak_in_a_new_line_is_found_after_a_run_that_made_a_part(tmp_path: Path) -> None:
    """Of a file that changed the lines that are new are looked at, for all that was ever taken out of a text."""
    noise = "更多精彩内容请关注微信公众号：测试文库\n"
    project = make_project(tmp_path / "project", {"a.txt": f"{SPEECH}{noise}", "b.txt": FROST})
    _, checked = pipeline.site(project.config())
    assert checked == ()
    receipts = project.build / "receipts.jsonl"
    assert "测试文库" in receipts.read_text(encoding="utf-8")
    data = project.site / "data" / "paragraphs.jsonl"
    before = tmp_path / "before"
    (before / "data").mkdir(parents=True)
    shutil.copy(data, before / "data" / "paragraphs.jsonl")
    with data.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"text": noise.strip()}, ensure_ascii=False) + "\n")
    part = replace(made("data/paragraphs.jsonl"), before=before)
    found = check(project.config(), built_in(), 1, part)
    assert [(each.code, each.path) for each in found] == [("leak", "site/data/paragraphs.jsonl")]
    shutil.copy(data, before / "data" / "paragraphs.jsonl")
    assert check(project.config(), built_in(), 1, part) == ()


def test_what_a_speech_uses_is_excused_without_asking_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wording taken out of one speech that another one comes to use is known as harmless from that one's record."""
    noise = "更多精彩内容请关注微信公众号：测试文库"
    project = make_project(tmp_path / "project", {"a.txt": f"{SPEECH}{noise}\n", "b.txt": FROST})
    pipeline.site(project.config())
    monkeypatch.delattr("build_corpus.site.watch.Leaks")  # who asks all ends with an error
    project.add("b.txt", f"{FROST}有人把“{noise}”这样的话抄进了讲话稿，这是不对的，要认真改正。\n")
    _, checked = pipeline.site(project.config())
    assert checked == ()
    assert noise in (project.site / "speeches" / "b" / "index.html").read_text(encoding="utf-8")


def test_workers_check_as_one_does(tmp_path: Path) -> None:
    """Findings are the same, in the same order, however many processes read the pages."""
    project = make_project(tmp_path / "project", {"a.txt": SPEECH, "b.txt": f"在会上的讲话\n{BODY}"})
    pipeline.site(project.config())
    for file in project.site.rglob("index.html"):
        html = file.read_text(encoding="utf-8")
        file.write_text(html.replace("</body>", '<a href="#nowhere">x</a></body>'), encoding="utf-8")
    alone = check(project.config(), built_in(), 1)
    assert alone
    assert check(project.config(), built_in(), 2) == alone


@pytest.mark.parametrize(("limit", "said"), [(1_000, ["site-large"]), (10_000, [])])
def test_a_site_near_the_limit_is_found(tmp_path: Path, limit: int, said: list[str]) -> None:
    """A site that fills nine tenths of what GitHub Pages takes is a warning; a small one is none."""
    (tmp_path / "index.html").write_bytes(b"." * 900)
    assert [found.code for found in check_size(tmp_path, limit)] == said


def test_by_products_are_lines(project: Project) -> None:
    """Every line of the by-products is JSON, and nothing half written stays beside them."""
    pipeline.build(project.config())
    for name in ("documents.jsonl", "receipts.jsonl", "findings.jsonl"):
        for line in (project.build / name).read_text(encoding="utf-8").split("\n")[:-1]:
            json.loads(line)
    assert not [path for path in tree(project.build) if path.startswith(".writing")]


@given(pages=st.integers(0, 2000), jobs=st.integers(1, 5), held=st.integers(0, 3000))
def test_every_page_is_dealt_once(pages: int, jobs: int, held: int) -> None:
    """No page is left out or rendered twice; who has other work has so many pages fewer, where there are so many."""
    names = [f"{number:04}.md" for number in range(pages)]
    first, *others = _split(names, jobs, held)
    assert sorted([*first, *(page for hand in others for page in hand)]) == names
    assert all(abs(len(hand) - len(others[0])) <= 1 for hand in others)
    if others and len(first) > 1:
        assert abs(len(first) + held - len(others[0])) <= len(others) + 1


def test_the_index_is_made_beside_the_pages_and_where_that_dies_after_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever makes the search index, its files are the same; a process that dies with it costs time alone."""

    def index(_: object) -> Index:
        if dies and os.getpid() != here:
            os._exit(3)
        return Index(files=iter([("search-index/a.bin", b"1"), ("search-index/b.bin", b"2")]), kept=None)

    here = os.getpid()
    monkeypatch.setattr("build_corpus.publish.write.FEW", 0)
    made = []
    for dies, jobs in ((False, 1), (False, 2), (True, 2)):
        docs = tmp_path / f"{dies}{jobs}"
        site = Site(corpus_of(SPEECH, FROST), built_in(), SETTINGS)
        written = publish(pages(site), docs, docs, index, Making(jobs=jobs))
        made.append({path: entry[0] for path, entry in written.files.items()})
        assert (docs / "search-index/b.bin").read_bytes() == b"2"
    assert made[0] == made[1] == made[2]
