import type { Model } from "../../core/model";

/** Looks pressed with the finger's touch, and sends with the click. */
export function ArriveButton({ model, arrive, focus = false }: { model: Model; arrive(): void; focus?: boolean }) {
  const sending = model.screen === "sending";
  return (
    <button
      type="button"
      class={sending ? "arrive arrive-sent" : "arrive"}
      aria-disabled={sending}
      data-autofocus={focus}
      onClick={sending ? undefined : arrive}
    >
      <span>{sending ? (model.slow ? "Still sending…" : "Sent…") : "AR\u00adRIVE"}</span>
      <code>
        barrier.
        <wbr />
        wait()
      </code>
    </button>
  );
}
