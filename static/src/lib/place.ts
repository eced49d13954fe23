/** What a page shows outlives that it loads itself again, once. */
import { load, save } from "./storage";

const KEY = "all-aboard-place-";

export function keepPlace(code: string, place: object): void {
  save("sessionStorage", KEY + code, JSON.stringify(place));
}

/** Empty where nothing was kept. */
export function takePlace<Place extends object>(code: string): Partial<Place> {
  const kept = load("sessionStorage", KEY + code);
  save("sessionStorage", KEY + code, null);
  try {
    return JSON.parse(kept ?? "{}") as Partial<Place>;
  } catch {
    return {}; // not ours
  }
}
