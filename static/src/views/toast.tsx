/** A sentence for a moment: at the bottom of the page, on the projector over the phases in the header. */
export function Toast({ sentence }: { sentence: string | null }) {
  return <output class={sentence === null ? "toast toast-none" : "toast"}>{sentence}</output>;
}
