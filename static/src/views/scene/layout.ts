/** Where things stand in the picture, which is 1200 wide; the road's surface is at y 340. Pure. */

/** Up to this many seats a bus has one floor of large windows. */
export const SINGLE_DECKER = 12;
/** So few seats have room for the seconds of each. */
export const TIMED_SEATS = 8;
/** From this many seats on a window stands for several seats. */
export const DENSITY_FROM = 150;
/** Windows narrower than this hold a dot and no face, and ones wider than LARGE have room for seconds. */
export const FACE_WIDTH = 26;
export const LARGE_WIDTH = 60;

const MAX_ROWS = 6;
/** Windows of a density bus: few enough that its cost stays flat, few enough to see each. */
const DENSITY_WINDOWS = 25;
const TWO_FLOORS_UP_TO = 26;

const BUS_LEFT = 282;
const BUS_RIGHT = 812;
const WINDOWS_LEFT = BUS_LEFT + 24;
const WINDOWS_RIGHT = BUS_RIGHT - 40;
const WINDOWS_BOTTOM = 262;

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export function busTop(n: number): number {
  return n > SINGLE_DECKER ? 64 : 92;
}

/** One window per seat, as large as they can be. */
export function seatBoxes(n: number): Box[] {
  const width = WINDOWS_RIGHT - WINDOWS_LEFT;
  const top = busTop(n) + 22;
  const height = WINDOWS_BOTTOM - top;
  const { rows, columns } = grid(n, width, height);
  const w = width / columns;
  const h = Math.min(height / rows, w * 1.5);
  const y = top + (height - h * rows) / 2;
  const gap = Math.max(2, Math.min(8, w / 10));
  return Array.from({ length: n }, (_, i) => ({
    x: WINDOWS_LEFT + (i % columns) * w + gap / 2,
    y: y + Math.floor(i / columns) * h + gap / 2,
    w: w - gap,
    h: h - gap,
  }));
}

function grid(n: number, width: number, height: number): { rows: number; columns: number } {
  let best = { rows: 1, columns: Math.max(1, n), size: 0 };
  for (let rows = 1; rows <= MAX_ROWS; rows++) {
    const columns = Math.max(1, Math.ceil(n / rows));
    const size = Math.min(width / columns, (height / rows) * 0.92);
    if (size > best.size + 0.5) best = { rows, columns, size };
  }
  return best;
}

export interface DensityBox extends Box {
  seats: number;
  taken: number;
}

/** Windows that fill from the floor, each for the same number of seats. */
export function densityBoxes(n: number, taken: number): DensityBox[] {
  const per = seatsPerWindow(n);
  const count = Math.ceil(n / per);
  const rows = count <= TWO_FLOORS_UP_TO ? 2 : 3;
  const columns = Math.ceil(count / rows);
  const top = busTop(n) + 22;
  const w = (WINDOWS_RIGHT - WINDOWS_LEFT) / columns;
  const h = (WINDOWS_BOTTOM - top) / rows;
  return Array.from({ length: count }, (_, i) => {
    const seats = Math.min(per, n - i * per);
    return {
      x: WINDOWS_LEFT + (i % columns) * w + 3,
      y: top + Math.floor(i / columns) * h + 4,
      w: w - 6,
      h: h - 9,
      seats,
      taken: Math.max(0, Math.min(seats, taken - i * per)),
    };
  });
}

export function seatsPerWindow(n: number): number {
  return Math.ceil(n / DENSITY_WINDOWS / 5) * 5;
}

/** Up to 4 with their names, up to 24 as faces, then dots; more than 98 dots stand for several each. */
export const STOP_FACES = 24;
const STOP_DOTS = 98;

export interface Spot {
  x: number;
  y: number;
  r: number;
}

/** Places of few, with room for a name below each. */
export function namedSpots(count: number): Spot[] {
  if (count === 1) return [{ x: 120, y: 274, r: 38 }];
  const r = count > 2 ? 30 : 38;
  return Array.from({ length: count }, (_, i) => ({
    x: 70 + (i % 2) * 112,
    y: count <= 2 ? 274 : i < 2 ? 180 : 282,
    r,
  }));
}

export interface Crowd {
  spots: Spot[];
  /** How many workers one spot stands for. */
  unit: number;
  top: number;
}

/** Places of many, in rows that grow from the pavement. */
export function crowd(count: number): Crowd {
  const unit = count > STOP_DOTS ? Math.ceil(count / STOP_DOTS / 5) * 5 : 1;
  const columns = count > 60 ? 14 : count > STOP_FACES ? 10 : 6;
  const r = count > 200 ? 4.4 : count > 60 ? 6 : count > STOP_FACES ? 8.5 : 15;
  const step = r * 2.45;
  const spots = Array.from({ length: Math.ceil(count / unit) }, (_, i) => ({
    x: 118 - ((columns - 1) / 2) * step + (i % columns) * step,
    y: 326 - r - Math.floor(i / columns) * step,
    r,
  }));
  return { spots, unit, top: 318 - Math.ceil(spots.length / columns) * step };
}
