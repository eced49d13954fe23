/** Which letter of a keymap a key means, on whatever layout. Pure. */

/** What stands on keys beside the letters, without and with Shift, on the layout of the United States. */
const SIGNS: Readonly<Record<string, readonly [string, string]>> = {
  Slash: ["/", "?"],
};

type Pressed = Pick<KeyboardEvent, "key" | "code" | "shiftKey">;

/**
 * A Latin letter or a sign as it is; what another alphabet has there (Cyrillic, Greek, Hebrew, Arabic) as the letter that
 * stands on the same key of a Latin keyboard. Caps Lock is no Shift.
 */
export function letterOf({ key, code, shiftKey }: Pressed): string {
  const letter = key > "\x7f" ? (onLatin(code, shiftKey) ?? key) : key;
  return shiftKey ? letter.toUpperCase() : letter.toLowerCase();
}

function onLatin(code: string, shiftKey: boolean): string | undefined {
  return /^Key([A-Z])$/.exec(code)?.[1] ?? SIGNS[code]?.[shiftKey ? 1 : 0];
}
