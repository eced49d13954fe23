/** Keeps the screen on while the page is seen, where a browser can (over https or on this computer). */
export function keepAwake(): void {
  const ask = (): void => {
    if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => {}); // refused when the battery is low
  };
  ask();
  document.addEventListener("visibilitychange", ask);
}
