/** What a pupil pastes to come in with a program. Pure. */
import * as m from "messages";
import { call } from "./words";

/** A piece of code, by what it is. */
export type CodePart = string | { keyword: string } | { text: string } | { comment: string };

export interface CodeLine {
  parts: readonly CodePart[];
  /** The program stops on this line. */
  waits?: true;
}

/** Five lines of Python that run as they are, beside remote_barrier.py. */
export function fiveLines(join_url: string, phase: string, next_phase: string): CodeLine[] {
  return [
    { parts: [{ keyword: "from" }, " remote_barrier ", { keyword: "import" }, " RemoteBarrier"] },
    { parts: ["barrier = RemoteBarrier(", quoted(join_url), ", name=", quoted("load.py"), ", parties=2)"] },
    { parts: ["print(", quoted(call(phase)), ")"] },
    { parts: ["place = barrier.wait()", { comment: `      # ${m.program_stops_here}` }], waits: true },
    { parts: ["print(", quoted(call(next_phase)), ", place)"] },
  ];
}

/** Two commands for a shell: one for a seat, one that waits. */
export function curlLines(join_url: string, code: string): CodeLine[] {
  const room = `${join_url.slice(0, join_url.lastIndexOf("/"))}/api/rooms/${code}`;
  const json = { text: "'Content-Type: application/json'" };
  return [
    { parts: [`TOKEN=$(curl -fsS ${room}/workers \\`] },
    { parts: ["  -H ", json, " -d ", { text: `'{"name":"curl"}'` }, " | cut -d", { text: `'"'` }, " -f6)"] },
    { parts: [`curl -fsS ${room}/wait -H `, { text: '"Authorization: Bearer $TOKEN"' }, " \\"], waits: true },
    { parts: ["  -H ", json, " -d ", { text: `'{"ticket":"a1"}'` }], waits: true },
  ];
}

/** The lines as one pastes them. */
export function source(lines: readonly CodeLine[]): string {
  return lines.map(({ parts }) => `${parts.map(plainCode).join("")}\n`).join("");
}

export function plainCode(part: CodePart): string {
  if (typeof part === "string") return part;
  return "keyword" in part ? part.keyword : "text" in part ? part.text : part.comment;
}

/** JSON's strings are Python's. */
function quoted(text: string): CodePart {
  return { text: JSON.stringify(text) };
}
