import { useState } from "preact/hooks";

interface Props {
  class: string;
  label: string;
  value: string;
  /** Of a number: the smallest and the largest. */
  range?: readonly [number, number];
  /** Once, when it is finished: Enter, or the focus goes elsewhere. Never after Escape, which forgets what was typed. */
  finish(input: HTMLInputElement): void;
}

/** What is being typed stays, whatever happens in the room meanwhile; after that it shows `value` again. */
export function TypedInput({ class: name, label, value, range, finish }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      class={name}
      aria-label={label}
      {...(range && { type: "number", min: range[0], max: range[1] })}
      value={typed ?? value}
      onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      onKeyDown={({ key, isComposing, currentTarget }) => {
        if (key !== "Escape" || isComposing) return;
        // Now, not with the next frame: the key closes the panel, too, and a field that goes with other text in it fires.
        currentTarget.value = value;
        setTyped(null);
      }}
      onChange={({ currentTarget }) => {
        finish(currentTarget);
        setTyped(null);
      }}
    />
  );
}
