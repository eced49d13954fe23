import type { ComponentChildren } from "preact";
import type { Picture } from "../../../core/picture";
import type { Kind } from "../../../core/protocol_room";
import { FaceDisc } from "../../parts/face";

const KINDS: readonly { kind: Kind; one: string; many: string; says: ComponentChildren }[] = [
  { kind: "person", one: "person", many: "people", says: "round: a person presses Arrive" },
  { kind: "robot", one: "robot", many: "robots", says: "square with an aerial: waits by itself" },
  {
    kind: "program",
    one: "program",
    many: "programs",
    says: (
      <>
        dark window: calls <code>wait()</code>
      </>
    ),
  },
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
      <h2>Who is in this room</h2>
      {KINDS.map(({ kind, one, many, says }) => {
        const faces = picture.rows.filter((row) => row.kind === kind);
        const first = faces[0];
        return (
          first && (
            <div key={kind}>
              <FaceDisc name={first.name} avatar={first.avatar} kind={kind} />
              <p>
                <b>
                  {faces.length} {faces.length === 1 ? one : many}
                </b>
                <span class="dim">{says}</span>
              </p>
            </div>
          )
        );
      })}
      <p>
        <b>One barrier for all.</b> It counts calls and does not ask who made them.
      </p>
    </section>
  );
}
