/** A sentence for a moment at the bottom of the page. */
export function Toast({ sentence }: { sentence: string | null }) {
  return <output class={sentence === null ? "toast toast-none" : "toast"}>{sentence}</output>;
}
