/** How far something has come, with its words beside it; without a value it only says that something goes on. */
export interface ProgressBarProps {
  /** What is in progress. */
  label: string;
  /** 0 to 1, or null while it is not known. */
  value: number | null;
  /** Words for the state, such as "12 of 55 MB". */
  valueText?: string;
  /** Hides the words, not the bar. */
  bare?: boolean;
}

export function ProgressBar({ label, value, valueText, bare = false }: ProgressBarProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10;
  return (
    <div className="ui-progress">
      {!bare && (
        <div className="ui-progress-words">
          <span>{label}</span>
          {valueText && <span className="num">{valueText}</span>}
        </div>
      )}
      <div
        className={percent === null ? 'ui-progress-track is-waiting' : 'ui-progress-track'}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? undefined}
        aria-valuetext={valueText}
      >
        <div className="ui-progress-bar" style={percent === null ? undefined : { width: `${percent}%` }} />
      </div>
    </div>
  );
}
