import type { PictureState } from "../../core/picture";
import { Mark } from "../parts/icons";
import { memo } from "../parts/memo";

const BROKEN_DEGREES = -9;

export const Gate = memo(function Gate({ state }: { state: PictureState }) {
  const open = state === "released";
  const icon = open ? "go" : state === "broken" ? "bad" : "wait";
  return (
    <>
      <path class="story" d="M1000 344V214" />
      <g class="gate-turns" transform={state === "broken" ? `rotate(${BROKEN_DEGREES} 1000 232)` : undefined}>
        <rect class="story gate-arm" x="898" y="222" width="112" height="20" rx="6" />
        <path class="gate-stripes" d="M906 223.600h16l-8 17h-16zM940 223.600h16l-8 17h-16zM974 223.600h16l-8 17h-16z" />
      </g>
      <circle class={`story gate-light ${open ? "fill-go" : "fill-bad"}`} cx="1000" cy="196" r="21" />
      <Mark name={icon} x={open ? 990 : 989} y={185} size={22} fill="fill-card" />
    </>
  );
});
