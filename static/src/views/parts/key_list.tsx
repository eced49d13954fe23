/** Keys, and what each does. */
export function KeyList({ keys, look = "" }: { keys: readonly (readonly [string, string])[]; look?: string }) {
  return (
    <dl class={`keys ${look}`.trim()}>
      {keys.map(([key, act]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{act}</dd>
        </div>
      ))}
    </dl>
  );
}
