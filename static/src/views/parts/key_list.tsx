/** Keys, and what each does. */
import * as m from "messages";
export function KeyList({ keys, look = "" }: { keys: readonly (readonly [string, string])[]; look?: string }) {
  return (
    <dl class={`keys ${look}`.trim()}>
      {keys.map(([key, act]) => (
        <div key={key}>
          <dt>
            <kbd>{key === "Space" ? m.host_space : key}</kbd>
          </dt>
          <dd>{act}</dd>
        </div>
      ))}
    </dl>
  );
}
