"""The house: sizes, arrows, nouns, docstrings. In: the files of the package. Never imports a stage."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "build_corpus"
FILES = sorted(PACKAGE.rglob("*.py"))
COMMANDS = [
    PACKAGE / "cli" / name
    for name in ("commands.py", "editing.py", "suggest.py", "submit.py", "todo.py", "withdraw.py")
]  # options are parameters

MODULE_MAX = 300  # lines
FUNCTION_MAX = 40  # lines, docstring included
PARAMETERS_MAX = 5

LAYERS = [
    "__main__",
    "cli",
    "pipeline",
    "survey | read | clean | structure | annotate | relate | discover | publish | site",
    "run",
    "segment | knowledge | config | manifest",
    "text",
    "errors | model",
]
PURE = ("survey", "clean", "structure", "annotate", "relate", "discover")

Function = ast.FunctionDef | ast.AsyncFunctionDef

each = pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def of_command(function: Function) -> bool:
    """Whether a function is a command: it has a `command` or `_options` decorator."""
    return any("command" in ast.unparse(decorator) for decorator in function.decorator_list)


def too_long(tree: ast.AST) -> list[str]:
    return [
        function.name
        for function in functions(tree)
        if (function.end_lineno or 0) - function.lineno >= FUNCTION_MAX
    ]


def too_many_parameters(tree: ast.AST) -> list[str]:
    def count(arguments: ast.arguments) -> int:
        names = [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
        return (
            len([name for name in names if name not in ("self", "cls")])
            + bool(arguments.vararg)
            + bool(arguments.kwarg)
        )

    return [function.name for function in functions(tree) if count(function.args) > PARAMETERS_MAX]


# ---------------------------------------------------------------- sizes


@each
def test_modules_are_short(file: Path) -> None:
    """A module has at most 300 lines."""
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MODULE_MAX


@each
def test_functions_are_short(file: Path) -> None:
    """A function has at most 40 lines and 5 parameters; a command has as many as it has options."""
    tree = parsed(file)
    commands = (
        {function.name for function in functions(tree) if of_command(function)} if file in COMMANDS else set()
    )
    assert set(too_long(tree)) - commands == set()
    assert set(too_many_parameters(tree)) - commands == set()


def test_long_and_wide_functions_are_noticed() -> None:
    """One line or one parameter too many is found; at the limit nothing is."""
    body = "    pass\n"
    assert too_long(ast.parse("def a():\n" + body * (FUNCTION_MAX - 1))) == []
    assert too_long(ast.parse("def a():\n" + body * FUNCTION_MAX)) == ["a"]
    assert too_many_parameters(ast.parse("def a(self, b, c, *, d, e, f): pass")) == []
    assert too_many_parameters(ast.parse("def a(b, c, *, d, e, f, g): pass")) == ["a"]
    assert too_many_parameters(ast.parse("def a(b, c, d, e, f, *g): pass")) == ["a"]


# ---------------------------------------------------------------- arrows


def test_contracts_hold(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """import-linter finds every arrow pointing down, one segmenter, and pure stages pure."""
    monkeypatch.chdir(ROOT)
    result = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert result == 0, capsys.readouterr().out
    assert "3 kept, 0 broken" in capsys.readouterr().out


def test_an_arrow_upwards_is_noticed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two layers exchanged the same contract breaks."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    swapped = text.replace('"text",\n    "errors | model",', '"errors | model",\n    "text",')
    swapped = swapped.replace('"pipeline",\n    "survey', '"survey').replace(
        '"cli",', '"pipeline",\n    "cli",'
    )
    assert swapped != text
    (tmp_path / "pyproject.toml").write_text(swapped, encoding="utf-8")
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(tmp_path / "pyproject.toml"), no_cache=True) == 1
    assert "BROKEN" in capsys.readouterr().out


def test_layers_are_those_of_the_design() -> None:
    """pyproject.toml lists the floors of the house in order, and a floor for every module."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (layers,) = (contract for contract in contracts if contract["type"] == "layers")
    assert layers["layers"] == LAYERS
    assert layers["exhaustive"] is True
    modules = {file.stem for file in PACKAGE.glob("*.py")} | {
        file.parent.name for file in PACKAGE.glob("*/__init__.py")
    }
    assert modules - {"__init__", "build_corpus"} == {name for layer in LAYERS for name in layer.split(" | ")}


def test_layers_are_those_of_the_drawing() -> None:
    """Where the design lies beside the repository, its line of layers says the same; a stage and how runs go were added since."""
    design = ROOT.parent / "shared" / "DESIGN.md"
    if not design.is_file():
        pytest.skip("../shared/DESIGN.md is not here")
    (line,) = re.findall(r"`(cli > pipeline > [^`]*)`", design.read_text(encoding="utf-8"))
    drawn = [set(part.replace("(independent)", "").replace(" ", "").split("|")) for part in line.split(">")]
    floors = [set(layer.split(" | ")) for layer in LAYERS[1:] if layer != "run"]
    assert all(old <= new for old, new in zip(drawn, floors, strict=True))
    assert set.union(*floors) - set.union(*drawn) <= {"discover", "manifest"}


IMPURE_CALLS = {"open", "print", "input", "exec", "eval"}
IMPURE_METHODS = {
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
    "unlink",
    "mkdir",
    "now",
    "today",
    "getenv",
    "shuffle",
    "randint",
}


def impure(tree: ast.AST) -> list[str]:
    """Calls that read or write outside of a function's arguments."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = [func.id for func in calls if isinstance(func, ast.Name) and func.id in IMPURE_CALLS]
    return names + [
        func.attr for func in calls if isinstance(func, ast.Attribute) and func.attr in IMPURE_METHODS
    ]


def test_pure_stages_touch_nothing() -> None:
    """Stages that transform open no file, print nothing, read no clock and draw no number; nor does text or model."""
    files = [file for file in FILES if file.relative_to(PACKAGE).parts[0] in (*PURE, "model", "text.py")]
    assert len(files) > len(PURE)
    assert {file.name: impure(parsed(file)) for file in files if impure(parsed(file))} == {}


def test_an_impure_call_is_noticed() -> None:
    """The check above sees a file opened by name or by path, and a clock."""
    assert impure(ast.parse("open('a'); p.read_text(); datetime.now(); p.read()")) == [
        "open",
        "read_text",
        "now",
    ]


# ---------------------------------------------------------------- nouns


def dataclasses(tree: ast.Module) -> Iterator[tuple[ast.ClassDef, ast.expr]]:
    """Each dataclass with its decorator."""
    for node in ast.walk(tree):
        for decorator in node.decorator_list if isinstance(node, ast.ClassDef) else ():
            if ast.unparse(decorator).startswith("dataclass"):
                yield node, decorator  # type: ignore[misc] - decorators belong to classes


def loose(decorator: ast.expr) -> set[str]:
    """What a dataclass decorator does not promise."""
    given = (
        {key.arg for key in decorator.keywords if ast.unparse(key.value) == "True"}
        if isinstance(decorator, ast.Call)
        else set()
    )
    return {"frozen", "slots", "kw_only"} - given


def undocumented(node: ast.ClassDef) -> list[str]:
    """Fields of a class without a line of documentation below them."""
    missing = []
    for at, statement in enumerate(node.body):
        if isinstance(statement, ast.AnnAssign) and "ClassVar" not in ast.unparse(statement.annotation):
            below = node.body[at + 1] if at + 1 < len(node.body) else None
            said = (
                isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
                and isinstance(below.value.value, str)
            )
            if not said:
                missing.append(ast.unparse(statement.target))
    return missing


MODEL = sorted((PACKAGE / "model").glob("*.py"))


@pytest.mark.parametrize("file", MODEL, ids=lambda file: file.name)
def test_nouns_are_frozen_and_documented(file: Path) -> None:
    """Every dataclass of the model is frozen, slotted and keyword-only, and each field says what it is."""
    for node, decorator in dataclasses(parsed(file)):
        assert loose(decorator) == set(), node.name
        assert undocumented(node) == [], node.name
        assert any(isinstance(statement, ast.AnnAssign) for statement in node.body), node.name


def test_a_loose_noun_is_noticed() -> None:
    """A dataclass that can change, or a field without a word, is found."""
    (node, decorator), *rest = dataclasses(
        ast.parse('@dataclass(frozen=True)\nclass A:\n    b: int\n    """B."""\n    c: str\n')
    )
    assert rest == []
    assert loose(decorator) == {"slots", "kw_only"}
    assert undocumented(node) == ["c"]
    assert [loose(plain) for _, plain in dataclasses(ast.parse("@dataclass\nclass A:\n    b: int\n"))] == [
        {"frozen", "slots", "kw_only"}
    ]


def test_every_noun_is_on_the_ground_floor() -> None:
    """`build_corpus.model` exports every public class and function of its files, sorted."""
    tree = parsed(PACKAGE / "model" / "__init__.py")
    (exported,) = (ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign))
    made = {
        node.name
        for file in MODEL
        for node in parsed(file).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
    }
    hidden = (
        {"Kind", "error", "warning"} if "Kind" in made else set()
    )  # findings have a Kind of their own; the exported one is of receipts
    assert made - hidden <= set(exported)
    assert len(set(exported)) == len(exported)


# ---------------------------------------------------------------- words


def public(node: ast.AST) -> Iterator[ast.Module | ast.ClassDef | Function]:
    """A module and its public classes and functions; what lies in a function or a private class is its own."""
    if isinstance(node, ast.Module):
        yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | Function) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


@each
def test_docstrings_state_a_fact(file: Path) -> None:
    """Modules, public classes and public functions say in a first line what they are, as a sentence or a heading."""
    for node in public(parsed(file)):
        first = (ast.get_docstring(node) or "").partition("\n")[0]
        name = getattr(node, "name", file.name)
        assert first, name
        assert first[-1] in ".:…", name
        assert not re.match("(?:Returns?|Gets?|This (?:function|method|class|module)) ", first), name


def test_stages_say_what_comes_in_and_goes_out() -> None:
    """The docstring of each stage names what it makes of what."""
    for name in ("read", *PURE, "publish", "site"):
        first = (ast.get_docstring(parsed(PACKAGE / name / "__init__.py")) or "").partition("\n")[0]
        assert re.search(r"\bbecomes?\b", first), name


def test_no_invisible_characters_in_code() -> None:
    """Code names invisible characters; none stands in it as itself."""
    odd = re.compile("[\t\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
    assert [file.name for file in FILES if odd.search(file.read_text(encoding="utf-8"))] == []
