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
