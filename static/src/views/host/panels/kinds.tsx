import * as m from "messages";
import type { Picture } from "../../../core/picture";
import type { Kind } from "../../../core/protocol_room";
import type { Words } from "../../../core/words";
import { FaceDisc } from "../../parts/face";
import { Sentence } from "../../parts/sentence";

const KINDS: readonly { kind: Kind; count(given: { n: number }): string; says: Words }[] = [
  { kind: "person", count: (given) => m.host_people(given), says: [m.host_kind_person] },
  { kind: "robot", count: (given) => m.host_robots(given), says: [m.host_kind_robot] },
  { kind: "program", count: (given) => m.host_programs(given), says: m.host_kind_program },
];

/** Do programs take part, and is there time to say so? What just happened goes before. */
export function hasPrograms(picture: Picture): boolean {
  return (
    picture.state === "filling" && picture.exception === null && picture.rows.some((row) => row.kind === "program")
  );
}

/** People, robots and programs, and that the barrier does not care. */
export function Kinds({ picture }: { picture: Picture }) {
  return (
    <section class="note-card kinds">
      <h2>{m.host_kinds}</h2>
      {KINDS.map(({ kind, count, says }) => {
        const faces = picture.rows.filter((row) => row.kind === kind);
        const first = faces[0];
        return (
          first && (
            <div key={kind}>
              <FaceDisc name={first.name} avatar={first.avatar} kind={kind} />
              <p>
                <b>{count({ n: faces.length })}</b>
                <span class="dim">
                  <Sentence words={says} />
                </span>
              </p>
            </div>
          )
        );
      })}
      <p>
        <Sentence words={m.host_one_for_all} />
      </p>
    </section>
  );
}
