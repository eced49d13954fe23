/** The browser's storage, which may be switched off: then nothing is kept, and everything else works. */

export type Kind = "localStorage" | "sessionStorage";

export function load(kind: Kind, key: string): string | null {
  try {
    return window[kind].getItem(key);
  } catch {
    return null;
  }
}

/** False where storage is full or forbidden: the page forgets it at the next load. */
export function save(kind: Kind, key: string, value: string | null): boolean {
  try {
    if (value === null) window[kind].removeItem(key);
    else window[kind].setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
