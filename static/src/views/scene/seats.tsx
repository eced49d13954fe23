import * as m from "messages";
import type { Aboard } from "../../core/picture";
import { seconds } from "../../core/words";
import { FaceMark } from "../parts/face";
import { Mark } from "../parts/icons";
import { memo } from "../parts/memo";
import { type Box, densityBoxes, FACE_WIDTH, LARGE_WIDTH, seatBoxes, TIMED_SEATS } from "./layout";

interface SeatsProps {
  n: number;
  aboard: readonly Aboard[];
  broken: boolean;
  /** Until when the seconds on the seats count; null: no seconds. */
  until_ms: number | null;
}

/** One window per seat; the first to come sits in the rear. */
export function Seats({ n, aboard, broken, until_ms }: SeatsProps) {
  const boxes = seatBoxes(n);
  return (
    <>
      {boxes.map((box, i) => (
        <Seat
          // Seats never change places: the index is the seat.
          key={`seat ${i}`}
          {...box}
          {...seated(aboard[i])}
          broken={broken}
          newest={i === aboard.length - 1 && until_ms !== null}
        />
      ))}
      {until_ms !== null && n <= TIMED_SEATS && (
        <g aria-hidden="true">
          {aboard.slice(0, n).map((face, i) => (
            <Seconds key={face.worker} box={boxes[i] as Box} text={seconds(until_ms - face.at_ms)} />
          ))}
        </g>
      )}
    </>
  );
}

type SeatProps = Box & ReturnType<typeof seated> & { broken: boolean; newest: boolean };

/** Plain values only, so that an unchanged seat is not drawn again. */
function seated(face: Aboard | undefined) {
  if (face === undefined)
    return {
      taken: false,
      worker: undefined,
      name: "",
      avatar: "",
      kind: "person",
      presence: "connected",
      you: false,
    } as const;
  const { worker, name, avatar, kind, presence, you } = face;
  return { taken: true, worker, name, avatar, kind, presence, you };
}

const Seat = memo(function Seat(seat: SeatProps) {
  const { x, y, w, h, taken, broken } = seat;
  const large = w > LARGE_WIDTH;
  const cx = x + w / 2;
  const r = Math.min(w * 0.4, h * (large ? 0.34 : 0.4));
  const cy = y + h - r - (large ? Math.max(8, h * 0.2) : h * 0.1);
  return (
    <g>
      <rect
        class={taken && !broken ? "window window-lit" : "window"}
        x={x}
        y={y}
        width={w}
        height={h}
        rx={Math.min(14, w * 0.22)}
        stroke-width={w > 40 ? 3.5 : w > 16 ? 2 : 1.2}
      />
      {!taken && w > FACE_WIDTH && <EmptySeat {...seat} />}
      {taken && w <= FACE_WIDTH && <circle class="fill-line" cx={cx} cy={y + h / 2} r={Math.min(w, h) * 0.32} />}
      {taken && w > FACE_WIDTH && (
        <g class={seat.newest ? "pops" : ""}>
          <FaceMark {...seat} x={cx} y={cy} r={r} />
        </g>
      )}
      {taken && broken && w > FACE_WIDTH && <Cross x={cx + r * 0.72} y={cy - r * 0.72} r={r * 0.42} />}
      {seat.you && w > FACE_WIDTH && <YouTag x={cx} y={y} small={!large} />}
    </g>
  );
});

function EmptySeat({ x, y, w, h }: Box) {
  const width = Math.min(w * 0.52, 52);
  const height = Math.min(h * 0.46, 58);
  const left = x + (w - width) / 2;
  const top = y + h - height - h * 0.09;
  return (
    <g class={w > LARGE_WIDTH ? "empty-seat" : "empty-seat empty-seat-small"}>
      <rect x={left + width * 0.1} y={top} width={width * 0.8} height={height * 0.62} rx={width * 0.18} />
      <rect x={left} y={top + height * 0.66} width={width} height={height * 0.3} rx={height * 0.12} />
    </g>
  );
}

function Cross({ x, y, r }: { x: number; y: number; r: number }) {
  return (
    <g>
      <circle class="ink-line fill-bad" cx={x} cy={y} r={r} stroke-width="2" />
      <Mark name="bad" x={x - r * 0.62} y={y - r * 0.62} size={r * 1.24} fill="fill-on-bad" />
    </g>
  );
}

function YouTag({ x, y, small }: { x: number; y: number; small: boolean }) {
  const scale = small ? 0.62 : 1;
  return (
    <g transform={`translate(${x} ${y - 1}) scale(${scale})`}>
      <rect class="tag tag-you" x="-27" y="-13" width="54" height="26" rx="13" />
      <text class="tag-text" y="6.500" font-size="19">
        {m.you}
      </text>
    </g>
  );
}

const Seconds = memo(function Seconds({ box, text }: { box: Box; text: string }) {
  const cx = box.x + box.w / 2;
  const width = text.length > 6 ? 92 : 74;
  return (
    <g>
      <rect class="tag" x={cx - width / 2} y={box.y + box.h - 21} width={width} height="30" rx="15" />
      <text class="tag-text sign num" translate={false} x={cx} y={box.y + box.h + 2} font-size="23">
        {text}
      </text>
    </g>
  );
});

/** Windows for many seats each; the part-full one says its number. */
export function DensityWindows({ n, taken }: { n: number; taken: number }) {
  return (
    <>
      {densityBoxes(n, taken).map((box, i) => (
        <DensityWindow key={`window ${i}`} {...box} />
      ))}
    </>
  );
}

const DensityWindow = memo(function DensityWindow(box: ReturnType<typeof densityBoxes>[number]) {
  const { x, y, w, h, seats, taken } = box;
  const full_h = ((h - 4) * taken) / seats;
  return (
    <g>
      <rect class="window" x={x} y={y} width={w} height={h} rx="6" stroke-width="2.500" />
      {taken > 0 && <rect class="crowd" x={x + 2} y={y + h - 2 - full_h} width={w - 4} height={full_h} rx="4" />}
      {taken > 0 && taken < seats && (
        <>
          <rect class="tag" x={x + w / 2 - 15} y={y + 3} width="30" height="24" rx="12" />
          <text class="tag-text sign num" translate={false} x={x + w / 2} y={y + 21} font-size="18">
            {taken}
          </text>
        </>
      )}
    </g>
  );
});
