/** Three sounds, made by the browser: a tick per seat taken, the horn of the release, the thud of a break. */
import { load, save } from "./storage";

/** The tick's pitch rises with the seats taken, so that a room hears the bus filling. */
const TICK_FROM_HZ = 330;
const TICK_TO_HZ = 660;
const TICK_S = 0.06;
const HORN_HZ = [440, 660] as const;
const HORN_S = 0.35;
const BROKEN_HZ = 160;
const BROKEN_S = 0.3;
const VOLUME = 0.2;
/** Long enough to hide the click of a tone that begins or ends at once. */
const FADE_S = 0.01;

const KEY = "all-aboard-sound";

let context: AudioContext | null = null;

/** What was chosen in this browser; null: nobody was asked yet. */
export function chosenSound(): boolean | null {
  const chosen = load("localStorage", KEY);
  return chosen === null ? null : chosen === "on";
}

/** Call it in a person's press. */
export function chooseSound(on: boolean): void {
  save("localStorage", KEY, on ? "on" : "off");
  allowSound();
}

/** A page that is loaded again is silent until its first press. */
export function allowSoundSoon(): void {
  for (const press of ["pointerdown", "keydown"]) addEventListener(press, allowSound, { once: true });
}

/** Must be called in a person's press: browsers keep a page silent before. */
export function allowSound(): void {
  if (!("AudioContext" in window)) return;
  context ??= new AudioContext();
  void context.resume();
}

export function tick(n_waiting: number, parties: number): void {
  const share = parties > 0 ? Math.min(1, n_waiting / parties) : 0;
  tone(TICK_FROM_HZ + (TICK_TO_HZ - TICK_FROM_HZ) * share, 0, TICK_S, "sine");
}

export function horn(): void {
  HORN_HZ.forEach((hz, i) => {
    tone(hz, (i * HORN_S) / 2, HORN_S / 2, "triangle");
  });
}

export function thud(): void {
  tone(BROKEN_HZ, 0, BROKEN_S, "sawtooth");
}

function tone(hz: number, after_s: number, length_s: number, type: OscillatorType): void {
  if (!context) return;
  const from_s = context.currentTime + after_s;
  const oscillator = new OscillatorNode(context, { type, frequency: hz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, from_s);
  gain.gain.linearRampToValueAtTime(VOLUME, from_s + FADE_S);
  gain.gain.setValueAtTime(VOLUME, from_s + length_s - FADE_S);
  gain.gain.linearRampToValueAtTime(0, from_s + length_s);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(from_s);
  oscillator.stop(from_s + length_s);
}
