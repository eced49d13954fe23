/** Which letter of a keymap a key means, on whatever layout. Pure. */

/** What stands on keys beside the letters, without and with Shift, on the layout of the United States. */
const SIGNS: Readonly<Record<string, readonly [string, string]>> = {
  Slash: ["/", "?"],
};

type Pressed = Pick<KeyboardEvent, "key" | "code" | "shiftKey">;

/** A Hebrew keyboard has a sign there, and a letter on no other key instead. */
const ON_HEBREW: Readonly<Record<string, string>> = { KeyW: "'" };

/**
 * A Latin letter or a sign as it is; what another alphabet has there (Cyrillic, Greek, Hebrew, Arabic) as the letter that
 * stands on the same key of a Latin keyboard. A digit also where its key has it with Shift only, as in France. Caps Lock
 * is no Shift. Keys with a name, such as "Escape", have no letter.
 */
export function letterOf({ key, code, shiftKey }: Pressed): string {
  if (/^\w{2,}$/.test(key)) return key; // some Arabic keys write two letters
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined && !shiftKey && !/[\d+-]/.test(key)) return digit;
  const is_elsewhere = key > "\x7f" || ON_HEBREW[code] === key;
  const letter = is_elsewhere ? (onLatin(code, shiftKey) ?? key) : key;
  return shiftKey ? letter.toUpperCase() : letter.toLowerCase();
}

function onLatin(code: string, shiftKey: boolean): string | undefined {
  return /^Key([A-Z])$/.exec(code)?.[1] ?? SIGNS[code]?.[shiftKey ? 1 : 0];
}

/** A key of a page's table. */
export interface Key<Act extends string> {
  /** As it is written. */
  label: string;
  /** `event.key`s, and what each does; a capital letter is the letter with Shift. */
  acts: Readonly<Record<string, Act>>;
  does: string;
  /** Also when keys with one letter are off. */
  always?: true;
}

/** By `event.key`; with `keys_on` false only those that are no letters. */
export function keymapOf<Act extends string>(
  keys: readonly Key<Act>[],
  acts: Readonly<Record<Act, (() => void) | null>>,
  keys_on = true,
): Record<string, () => void> {
  const keymap: Record<string, () => void> = {};
  for (const key of keys) {
    if (!keys_on && !key.always) continue;
    for (const [pressed, act] of Object.entries<Act>(key.acts)) {
      const does = acts[act];
      if (does) keymap[pressed] = does;
    }
  }
  return keymap;
}
