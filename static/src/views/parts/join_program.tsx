import * as m from "messages";
import { useState } from "preact/hooks";
import type { Picture } from "../../core/picture";
import { type CodeLine, type CodePart, curlLines, fiveLines, plainCode, source } from "../../core/program";
import { at } from "../../lib/base";
import { copy } from "../../lib/copy";
import { Overlay } from "./overlay";
import { Scrolling } from "./scrolling";
import { Sentence } from "./sentence";

const COPIED_MS = 2000;

interface Props {
  code: string;
  join_url: string;
  picture: Picture;
  close(): void;
}

/** For one person at the desk: how a program gets a seat, and how the round is played without a room. */
export function JoinProgram({ code, join_url, picture, close }: Props) {
  const python = fiveLines(join_url, picture.phase, picture.next_phase);
  const curl = curlLines(join_url, code);
  return (
    <Overlay label={m.program_join} look="join-program" close={close}>
      <div class="join-row">
        <div>
          <h2>{m.program_join}</h2>
          <p class="dim">
            <Sentence words={m.program_join_says} />
          </p>
        </div>
        <span class="spring" />
        <button type="button" class="button button-square" aria-label={m.close} onClick={close}>
          ×
        </button>
      </div>
      <div class="join-row">
        <h3>{m.program_five}</h3>
        <p class="dim">
          <Sentence words={m.program_put_beside} />
        </p>
        <span class="spring" />
        <a class="button" href={at(`/remote_barrier.py?room=${code}`)} download="remote_barrier.py">
          {m.program_get_file}
        </a>
        <CopyButton label={m.program_copy_five} text={source(python)} is_main />
      </div>
      <Code label={m.program_five_python} lines={python} />
      <div class="join-row">
        <h3>{m.program_shell}</h3>
        <p class="dim">{m.program_shell_says}</p>
        <span class="spring" />
        <CopyButton label={m.program_copy} text={source(curl)} />
      </div>
      <Code label={m.program_two_calls} lines={curl} />
      {picture.has_release && (
        <div class="join-row">
          <h3>{m.program_take_home}</h3>
          <p class="dim">{m.program_take_home_says}</p>
          <span class="spring" />
          <TakeHome code={code} />
        </div>
      )}
    </Overlay>
  );
}

/** A script that plays the round just played; without one, a bar keeps its place. */
export function TakeHome({ code, is_there = true }: { code: string; is_there?: boolean | undefined }) {
  return (
    <a class={is_there ? "button" : "button bar-taken"} href={at(`/${code}/take-home.py`)} download="take-home.py">
      {m.program_take_home}
    </a>
  );
}

function CopyButton({ label, text, is_main }: { label: string; text: string; is_main?: boolean }) {
  const [says, setSays] = useState(label);
  const onClick = async () => {
    setSays((await copy(text)) ? m.copied : m.program_cannot_copy);
    setTimeout(() => setSays(label), COPIED_MS);
  };
  return (
    <button type="button" class={is_main ? "button button-main" : "button"} data-first={is_main} onClick={onClick}>
      <span aria-live="polite">{says}</span>
    </button>
  );
}

function Code({ label, lines }: { label: string; lines: readonly CodeLine[] }) {
  return (
    <Scrolling label={label} look="join-code-lines">
      {lines.map((line, i) => (
        <span key={i} class={line.waits ? "line-wait" : ""}>
          {line.parts.map((part, j) => (
            <span key={j} class={look(part)}>
              {plainCode(part)}
            </span>
          ))}
          {"\n"}
        </span>
      ))}
    </Scrolling>
  );
}

function look(part: CodePart): string {
  return typeof part === "string" ? "" : `code-${Object.keys(part)[0]}`;
}
