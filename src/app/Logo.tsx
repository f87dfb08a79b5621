/** The mark: a value goes forward along two edges; what comes back is a gradient and an update. */
export function Logo({ withName = true }: { withName?: boolean }) {
  return (
    <span className="logo">
      <svg width="26" height="22" viewBox="0 0 26 22" aria-hidden="true">
        <path
          d="M5 11h7M12 11l8-6.2M12 11l8 6.2"
          stroke="var(--ink)"
          strokeWidth="1.8"
          strokeLinecap="round"
          fill="none"
        />
        <circle cx="4.6" cy="11" r="3.6" fill="var(--fwd)" />
        <circle cx="21" cy="4.6" r="3.6" fill="var(--bwd)" />
        <circle cx="21" cy="17.4" r="3.6" fill="var(--upd)" />
        <circle cx="12.4" cy="11" r="2" fill="var(--ink)" />
      </svg>
      {withName && <span className="logo-name">Chainrule</span>}
    </span>
  );
}
