/** Text into the clipboard; false when the browser does not let us. */
export async function copy(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // not allowed here: the old way may be
  }
  // A server in the classroom's own network speaks plain HTTP, where browsers have the old way only.
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.className = "hidden";
  const focused = document.activeElement;
  document.body.append(field);
  field.select();
  const is_copied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return is_copied;
}
