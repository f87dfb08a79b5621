/** The time, renewed often enough for words like “two minutes ago”. */
import { useEffect, useState } from 'react';

const MS = 20_000;

export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
