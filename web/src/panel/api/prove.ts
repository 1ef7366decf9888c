// Dangerous changes ask for a proof that is at most minutes old. Whoever makes one wraps it
// in proved: the person is asked to sign in over the page, and the change is made again.
import { Problem } from './problem';

type Ask = (answer: (shown: boolean) => void) => void;

let asker: Ask | null = null;

/** prover says who asks the person; it returns how to end that. */
export function prover(ask: Ask): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = null;
  };
}

/** proved does something, once more if a new proof was needed and is given. */
export async function proved<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'staff.prove_again' || !asker) throw error;
    const ask = asker;
    if (!(await new Promise<boolean>((answer) => ask(answer)))) throw error;
    return work();
  }
}
