import * as m from "messages";
import { animalOf } from "../../core/face_names";
import type { Face } from "../../core/picture";
import { breadth, NAMED_MISSING, shorten } from "../../core/picture_words";
import { FaceMark } from "../parts/face";
import { crowd, namedSpots, STOP_FACES } from "./layout";

/** Letters that fit below a face: two columns, or the whole stop. */
const NAME_LETTERS = 8;
const LONE_NAME_LETTERS = 15;

/** Of a word that fills the round sign. */
function signSize(word: string): number {
  return Math.min(21, 88 / word.length);
}

/** Those who still work. The barrier does not know names; the bus stop does. */
export function BusStop({ missing }: { missing: readonly Face[] }) {
  return (
    <>
      <path class="pole" d="M246 342V150" />
      <circle class="story fill-card" cx="246" cy="140" r="27" />
      <text class="stop-sign sign" x="246" y="140" dominant-baseline="central" font-size={signSize(m.scene_bus)}>
        {m.scene_bus}
      </text>
      {missing.length <= NAMED_MISSING ? <Named missing={missing} /> : <Many missing={missing} />}
    </>
  );
}

function Named({ missing }: { missing: readonly Face[] }) {
  const spots = namedSpots(missing.length);
  return (
    <>
      {spots.map(({ x, y, r }, i) => {
        const face = missing[i] as Face;
        return (
          <g key={face.worker}>
            <FaceMark
              worker={face.worker}
              name={face.name}
              avatar={face.avatar}
              kind={face.kind}
              presence={face.presence}
              x={x}
              y={y}
              r={r}
            />
            <text class="stop-name" x={x} y={y + r + 24} font-size="25">
              {face.you ? m.you : stopName(face, missing.length === 1 ? LONE_NAME_LETTERS : NAME_LETTERS)}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** Where there is no room for all "Rose Octopus 3" is "Octopus 3", and "Ana Maria 2" is "Ana 2". */
function stopName({ name, avatar }: Pick<Face, "name" | "avatar">, letters: number): string {
  if (breadth(name) <= letters) return name;
  const [first, number] = [/\S+/, / \d+$/].map((part) => part.exec(name)?.[0] ?? "");
  return shorten(animalOf(name, avatar) ?? `${first}${number}`, letters);
}

function Many({ missing }: { missing: readonly Face[] }) {
  const { spots, unit, top } = crowd(missing.length);
  if (missing.length <= STOP_FACES) {
    return (
      <>
        {spots.map(({ x, y, r }, i) => {
          const face = missing[i] as Face;
          const { worker, name, avatar, kind, presence } = face;
          return <FaceMark key={worker} {...{ worker, name, avatar, kind, presence }} x={x} y={y} r={r} />;
        })}
      </>
    );
  }
  return (
    <>
      <path
        class="dots"
        stroke-width={2 * (spots[0]?.r ?? 0)}
        d={spots.map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h.01`).join("")}
      />
      {unit > 1 && (
        <text class="stop-name" x="118" y={top - 6} font-size="21">
          {m.scene_dot({ n: unit })}
        </text>
      )}
    </>
  );
}
