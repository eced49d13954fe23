import * as m from "messages";
import { useEffect, useRef, useState } from "preact/hooks";
import { problem, shown, spell } from "../../core/code";
import { roomPath } from "../../core/host_link";
import { page } from "../../lib/language";
import { Icon } from "./icons";

interface CodeFieldProps {
  code: string;
  error: string | null;
  /** Goes where the code leads; without it, into the room. */
  join?(code: string): void;
  label?: string;
  /** Its button stands elsewhere on the page, and names this form. */
  bare?: boolean;
}

export const CODE_FORM = "code-form";

/** The text stays when it was wrong, and so does the focus. */
export function CodeField({ code, error, join, label = m.code_label, bare = false }: CodeFieldProps) {
  const [typed, setTyped] = useState(code === "" ? "" : shown(code));
  const [wrong, setWrong] = useState<string | null>(null);
  const says = wrong ?? error;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (error !== null) field.current?.focus({ preventScroll: true });
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    const code = spell(typed);
    setWrong(problem(typed));
    if (code === null) return;
    if (join) join(code);
    else location.assign(page(roomPath(code, typed)));
  };
  return (
    <form id={CODE_FORM} class="code-field" onSubmit={submit} noValidate>
      <label for="code">{label}</label>
      <div>
        <input
          ref={field}
          id="code"
          value={typed}
          placeholder="ABC DEF"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          aria-invalid={says !== null}
          aria-describedby="code-error"
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        {!bare && (
          <button type="submit" class="button">
            {m.join}
          </button>
        )}
      </div>
      <p id="code-error" class="field-error" role="alert">
        {says !== null && (
          <>
            <Icon name="bad" /> {says}
          </>
        )}
      </p>
    </form>
  );
}
