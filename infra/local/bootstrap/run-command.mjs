import { spawn } from 'node:child_process';
import { Notice } from './progress.mjs';

/**
 * Runs a command to its end with its output hidden; if it fails, a `Notice` with the last lines of the output is thrown.
 * Ctrl-C reaches the command by itself, since it stays in the terminal's process group.
 */
export async function runCommand(command, args, options = {}) {
  const { code, output } = await collectOutput(command, args, options);
  if (code !== 0) throw new Notice(`\`${[command, ...args].join(' ')}\` failed:\n${lastLines(output, 30)}`);
  return output;
}

/** The exit code (-1 if the command cannot be started or takes longer than `timeoutMs`) and everything it wrote. */
export function collectOutput(command, args, { timeoutMs, input, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
    let output = '';
    let timer;
    const end = (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    };
    if (timeoutMs !== undefined)
      timer = setTimeout(() => {
        child.kill('SIGKILL');
        end(-1);
      }, timeoutMs);
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => {
      output += error.message;
      end(-1);
    });
    child.on('close', (code) => end(code ?? -1));
    // A command that ends before it has read its input is judged by its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

export const lastLines = (text, count) => text.trimEnd().split('\n').slice(-count).join('\n');
