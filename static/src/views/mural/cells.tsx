import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { HEIGHT, WIDTH } from "../../core/painting";

/** Colours 0 to 15 of a cell; 0 is the sky. */
const LIGHT =
  "fbebc2 1b2330 ffc21a f0a800 fff4cc ffffff 1d5fc4 bf321b 0b7a55 f1d992 e8cb78 2b3340 d8c596 7fb2ff ff9f89 46d3a0";
const DARK =
  "151e2b 05080c ffc21a d99700 ffe9a6 2f3c4f 7fb2ff ff8468 46d3a0 1c2939 223245 06090d 46556a cfe3ff ffd0c2 c6f3e0";
const OPAQUE = 0xff000000;

const PALETTES = { light: palette(LIGHT), dark: palette(DARK) };

/** As the pixels of a canvas: blue, green and red from the highest byte down. */
function palette(colours: string): number[] {
  return colours.split(" ").map((text) => {
    const rgb = Number.parseInt(text, 16);
    return (OPAQUE | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
  });
}

function isDark(): boolean {
  return document.documentElement.dataset.theme === "dark";
}

interface Props {
  /** A colour for each cell, row by row. */
  cells: Uint8Array;
  /** What is to be seen, in a sentence. */
  says: string;
}

/** A picture of coloured cells, drawn in one go and only when it has changed. */
export function Cells({ cells, says }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  const dark = useDark();
  useLayoutEffect(() => {
    const context = ref.current?.getContext("2d");
    if (!context) return;
    const colours = PALETTES[dark ? "dark" : "light"];
    const pixels = new Uint32Array(cells.length);
    for (let i = 0; i < cells.length; i++) pixels[i] = colours[cells[i] as number] as number;
    context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), WIDTH, HEIGHT), 0, 0);
  }, [cells, dark]);
  return <canvas ref={ref} class="mural-cells" width={WIDTH} height={HEIGHT} role="img" aria-label={says} />;
}

function useDark(): boolean {
  const [dark, setDark] = useState(isDark);
  useEffect(() => {
    const observer = new MutationObserver(() => setDark(isDark()));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => observer.disconnect();
  }, []);
  return dark;
}

/** A cross on each of these cells: over the picture, in its size. */
export function Crosses({ wrong }: { wrong: readonly number[] }) {
  const path = wrong.map((cell) => {
    const [x, y] = [cell % WIDTH, Math.floor(cell / WIDTH)];
    return `M${x + 0.2} ${y + 0.2}l.6 .6m0-.6l-.6 .6`;
  });
  const squares = wrong.map((cell) => `M${cell % WIDTH} ${Math.floor(cell / WIDTH)}h1v1h-1z`);
  return (
    <svg class="mural-over" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="cross-ground" d={squares.join("")} />
      <path class="cross-lines" d={path.join("")} />
    </svg>
  );
}
