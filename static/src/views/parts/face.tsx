import type { Face as FaceValue } from "../../core/picture";
import { glyph, parseAvatar } from "./avatars";
import { memo } from "./memo";

/** `worker`: whose face it is, where a press on it means that one. */
export type FaceProps = Pick<FaceValue, "name" | "avatar" | "kind" | "presence"> & { worker?: number };

/** How far above the baseline an emoji's middle stands, in radii. */
const GLYPH_DROP = 0.42;
const GLYPH_SIZE = 1.22;

/**
 * A face in a drawing. Its outline tells the kind: circle = person, square with an aerial = robot, dark window =
 * program. Fading tells the presence.
 */
export const FaceMark = memo(function FaceMark(props: FaceProps & { x: number; y: number; r: number }) {
  const { x, y, r, kind, presence } = props;
  const faded = presence === "connected" ? "" : ` ${presence}`;
  if (kind !== "person") {
    const Inner = kind === "robot" ? RobotFace : ProgramFace;
    return (
      <g class={`face${faded}`} data-worker={props.worker} transform={`translate(${x - r} ${y - r}) scale(${r / 20})`}>
        <Inner />
      </g>
    );
  }
  const { animal, colour } = parseAvatar(props.avatar);
  return (
    <g class={`face${faded}`} data-worker={props.worker} transform={`translate(${x} ${y})`}>
      <circle class={`disc disc-${colour}`} r={r} stroke-width={r > 24 ? 2.5 : 1.6} />
      <text
        class={animal === null ? "initials" : "emoji"}
        y={r * GLYPH_DROP}
        font-size={r * (animal === null ? 0.9 : GLYPH_SIZE)}
      >
        {glyph(props.avatar, props.name)}
      </text>
    </g>
  );
});

function RobotFace() {
  return (
    <>
      <path class="face-line" d="M20 10V5" />
      <circle class="face-line fill-bus" cx="20" cy="4" r="3" />
      <rect class="face-line robot-skin" x="3.5" y="9.5" width="33" height="28" rx="7" />
      <path class="robot-eyes" d="M13.500 21h.01M26.500 21h.01" />
      <path class="robot-mouth" d="M13 30h14" />
    </>
  );
}

function ProgramFace() {
  return (
    <>
      <rect class="face-line program-window" x="2" y="5" width="36" height="31" rx="6" />
      <path class="program-bar" d="M3 12.500h34M7 9h1.500M12 9h1.500" />
      <path class="program-prompt" d="M9.500 18.500l6 5.500-6 5.500M19 30h11" />
    </>
  );
}

/** The same face in a line of text; its name stands beside it. */
export function FaceDisc({
  name,
  avatar,
  kind = "person",
}: {
  name: string;
  avatar: string | null;
  kind?: FaceValue["kind"];
}) {
  if (kind !== "person") {
    return (
      <svg class="disc-html" viewBox="0 0 40 40" aria-hidden="true">
        {kind === "robot" ? <RobotFace /> : <ProgramFace />}
      </svg>
    );
  }
  const { animal, colour } = parseAvatar(avatar);
  return (
    <span class={`disc-html disc-${colour} ${animal === null ? "initials" : ""}`} aria-hidden="true">
      {glyph(avatar, name)}
    </span>
  );
}
