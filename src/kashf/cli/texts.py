"""The commands for the text of documents and recordings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from kashf.cli.evidence import By, folder_of
from kashf.cli.running import plain, run, stderr
from kashf.errors import UsageError

__all__ = ["text", "transcribe"]

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the result alone.")]


def text(
    file: Annotated[Path, typer.Argument(help="A document or a transcript.")],
    words: Annotated[
        Path | None, typer.Option(help="CTM file with the words, beside an RTTM file.")
    ] = None,
    recording: Annotated[
        Path | None, typer.Option(help="The recording of a transcript, to check its times.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Encoding of the file, e.g. windows-1256.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with offsets.")] = False,
    quiet: Quiet = False,
) -> None:
    """Print the text of a document or transcript, each part with its address."""
    from kashf.evidence.texts import read_text, read_transcript

    if words is None and recording is None:
        found = run(lambda _show: read_text(file, encoding=encoding), quiet=quiet)
    else:
        found = run(
            lambda _show: read_transcript(
                file, words=words, recording=recording, encoding=encoding
            ),
            quiet=quiet,
        )
    if json:
        import orjson

        typer.echo(orjson.dumps(found.to_json(), option=orjson.OPT_INDENT_2))
        return
    for line in _lines(found):
        typer.echo(line)
    if not quiet:
        for note in found.notes:
            stderr().print(f"Note: {plain(note)}")


def _lines(found: Any) -> Any:
    from kashf.text import display_safe

    for part in found.parts:
        said = display_safe(found.text[part.start : part.end])
        speaker = f" {display_safe(part.speaker)}:" if part.speaker else ""
        yield f"[{found.address(part.start, part.end)}]{speaker} {said}"


def transcribe(
    file: Annotated[
        Path, typer.Argument(help="A recording: sound or video; with --case, an item, e.g. E1.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File for the transcript (JSON).")
    ] = None,
    case: Annotated[
        Path | None,
        typer.Option("--case", help="Folder of a case: the transcript becomes an item of it."),
    ] = None,
    by: By = None,
    model: Annotated[
        Path | None, typer.Option(help="Folder of a Whisper model (CTranslate2).")
    ] = None,
    recogniser: Annotated[
        str | None,
        typer.Option(help="Another program instead: 'command {audio} {out}'; no shell is used."),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=1, help="Most seconds that the other program may take.")
    ] = 86400.0,
    language: Annotated[
        str | None, typer.Option(help="Language that is spoken, e.g. ar; detected by default.")
    ] = None,
    beam_size: Annotated[int, typer.Option(help="Beams of the search.")] = 5,
    skip_silence: Annotated[
        bool, typer.Option("--skip-silence", help="Leave out what holds no speech first.")
    ] = False,
    hint: Annotated[
        str | None, typer.Option(help="Names and words that are likely to be said.")
    ] = None,
    device: Annotated[str, typer.Option(help="cpu, cuda or auto.")] = "cpu",
    compute_type: Annotated[
        str, typer.Option(help="Numbers to compute with, e.g. int8.")
    ] = "default",
    threads: Annotated[int, typer.Option(min=0, help="Threads; 0 leaves it to the library.")] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the second tries.")] = 0,
    quiet: Quiet = False,
) -> None:
    """Turn the speech of a recording into a transcript, offline."""
    from kashf.evidence import speech
    from kashf.settings import make

    if (model is None) == (recogniser is None):
        raise UsageError("Name either --model or --recogniser.")
    if out is None and case is None:
        raise UsageError("Name a file with --out, or a case with --case.")
    if out is not None and out.exists() and file.exists() and out.samefile(file):
        raise UsageError("--out is the recording itself.")
    settings = make(
        speech.SpeechSettings,
        language=language,
        beam_size=beam_size,
        skip_silence=skip_silence,
        hint=hint,
        device=device,
        compute_type=compute_type,
        threads=threads,
        seed=seed,
    )

    def hear(recording: Path, show: Any) -> dict[str, Any]:
        if recogniser is not None:
            return speech.transcribe_with(recogniser, recording, timeout=timeout, show=show)
        assert model is not None
        return speech.transcribe(recording, model, settings, show)

    def work(show: Any) -> tuple[dict[str, Any], str]:
        if case is not None:
            foreign = recogniser is not None
            return _into_case(
                case, str(file), by, out, lambda recording: hear(recording, show), copy=foreign
            )
        assert out is not None
        made = hear(file, show)
        speech.write_transcript(made, out)
        return made, str(out)

    made, where = run(work, quiet=quiet)
    if not quiet:
        _summary(made)
    typer.echo(where)


def _into_case(
    folder: Path,
    reference: str,
    by: str | None,
    out: Path | None,
    hear: Callable[[Path], dict[str, Any]],
    *,
    copy: bool,
) -> tuple[dict[str, Any], str]:
    """The transcript of an item, taken into its case as derived from it; its number is returned.

    Another program gets a ``copy`` of the recording: the evidence itself is not handed out.
    """
    import shutil

    from kashf.evidence import speech
    from kashf.evidence.case import Case
    from kashf.files import temporary_folder

    with Case(folder_of(folder), by=by) as case, temporary_folder() as scratch:
        item = case.item(reference)
        case.log.signing_key()  # needed in the end; better to learn of it now
        # Programs look at the ending of a name, and the case keeps its files without one.
        ending = Path(item.name).suffix
        recording = scratch / f"{item.label}{ending if ending[1:].isalnum() else ''}"
        if copy:
            shutil.copyfile(case.checked_path(item), recording)
        made = hear(recording if copy else case.checked_path(item))
        target = out or scratch / "transcript.json"
        speech.write_transcript(made, target)
        about = {name: value for name, value in made["kashf"].items() if name != "refused"}
        about["times_refused"] = len(made["kashf"]["refused"])
        name = f"{Path(item.name).stem} transcript.json"
        derived = case.derive(item, target, made_by=about, name=name)
        return made, derived.label


def _summary(made: dict[str, Any]) -> None:
    console = stderr()
    about = made["kashf"]
    seconds = about["recording"]["duration_ms"] / 1000
    language = f", language {plain(made['language'])}" if made["language"] else ""
    console.print(f"{len(made['segments']):,} segments of {seconds:,.1f} s of sound{language}")
    if refused := about["refused"]:
        console.print(f"Note: {len(refused):,} times beyond the end of the sound were refused; "
                      "the file lists them under kashf.refused.")  # fmt: skip
    console.print("A machine wrote this: check each sentence that you quote against the sound.")
