import { letters } from "../../core/letters";
import type { PictureState } from "../../core/picture";
import { call } from "../../core/words";
import { memo } from "../parts/memo";

/** Code painted on the asphalt: place on the road = place in the code. */
const PAINT_SIZE = 29;
/** A mono letter is 0.6 of its size wide; the room on a stretch of road. */
const LETTER = 0.602;
const STRETCH = 236;
/** Smaller letters cannot be read: what is longer is cut. */
const LEAST_SIZE = 17;
const MOST_LETTERS = Math.floor(STRETCH / (LETTER * LEAST_SIZE));

interface RoadProps {
  state: PictureState;
  phase: string;
  next_phase: string;
  somebody_works: boolean;
}

export const Backdrop = memo(function Backdrop() {
  return (
    <>
      <path
        class="fill-hill"
        d="M-2600 214Q-1600 320 -600 236Q-100 150 210 214T720 190T1230 206T1900 190T2500 230T4500 214V360H-2600z"
      />
      <path
        class="fill-hill-2"
        d="M-2600 270Q-1600 330 -600 288Q20 240 300 270T900 256T1900 250T2500 270T4500 270V360H-2600z"
      />
      <path class="fill-kerb" d="M-900 340h3600v14h-3600z" />
      <path class="fill-road" d="M-900 352h3600v300h-3600z" />
    </>
  );
});

/** The two lines stand where the stop ends and where the gate is; the words keep inside the camera's view as it moves. */
export const Road = memo(function Road({ state, phase, next_phase, somebody_works }: RoadProps) {
  const open = state === "released";
  const works = (state === "filling" || state === "lobby") && somebody_works;
  return (
    <>
      <Paint x={134} text={call(phase)} on={works ? "paint-work" : ""} />
      <Paint
        x={584}
        text="barrier.wait()"
        on={state === "broken" ? "paint-bad at-barrier" : open ? "at-barrier" : "paint-wait at-barrier"}
      />
      <Paint x={1090} text={call(next_phase)} on={open ? "paint-go beyond" : "beyond"} />
      <path class="road-mark" d="M262 372v52" />
      <path class="road-mark at-gate" d="M908 372v52" />
    </>
  );
});

function Paint({ x, text, on }: { x: number; text: string; on: string }) {
  const all = letters(text);
  const shown = all.length > MOST_LETTERS ? [...all.slice(0, MOST_LETTERS - 1), "…"] : all;
  const size = Math.min(PAINT_SIZE, STRETCH / (LETTER * shown.length));
  return (
    <text class={`paint ${on}`} x={x} y="402" font-size={size}>
      {shown.join("")}
    </text>
  );
}
