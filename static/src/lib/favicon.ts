/** A dot in the colour of the state, for tabs in the background. */
import type { Screen } from "../core/model";

const SIZE_PX = 32;
const WORK = "#1d5fc4";
const WAIT = "#ffc21a";
const GO = "#0b7a55";
const BAD = "#bf321b";
const QUIET = "#857650";

let shown = "";

export function showFavicon(screen: Screen): void {
  const colour = colourOf(screen);
  if (colour === shown) return;
  shown = colour;
  draw(colour);
}

function draw(colour: string): void {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE_PX;
  const pen = canvas.getContext("2d");
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!pen || !link) return;
  pen.fillStyle = colour;
  pen.arc(SIZE_PX / 2, SIZE_PX / 2, SIZE_PX / 2 - 1, 0, 2 * Math.PI);
  pen.fill();
  link.href = canvas.toDataURL("image/png");
}

function colourOf(screen: Screen): string {
  switch (screen) {
    case "working":
    case "sending":
    case "late":
      return WORK;
    case "waiting":
    case "hold":
      return WAIT;
    case "released":
    case "missed":
      return GO;
    case "broken":
      return BAD;
    default:
      return QUIET;
  }
}
