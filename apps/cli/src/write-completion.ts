/** For bash: one case for each command; what is completed is known here, so that a shell does not start us at each key. */
export function bashCompletion(completables: readonly Completable[]): string {
  const values = completables.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, values: choices }) => {
        const patterns = flags.map((flag) => quoted([...path, flag].join(' '))).join('|');
        return `    ${patterns}) _sluice_offer ${choices.map(quoted).join(' ')}; return ;;`;
      }),
  );
  const places = completables.map((one) => {
    const words = [
      ...one.commands.map(({ name }) => name),
      ...one.values,
      ...one.options.flatMap(({ flags }) => flags),
    ];
    const files = one.takesFile ? 'COMPREPLY+=($(compgen -f -- "$word")); ' : '';
    return `    ${quoted(one.path.join(' '))}) _sluice_offer ${words.map(quoted).join(' ')}; ${files};;`.replace(
      '; ;;',
      ' ;;',
    );
  });
  const paths = completables.filter(({ path }) => path.length > 0).map(({ path }) => quoted(path.join(' ')));
  return `# Completion of sluice for bash: source <(sluice completion bash)
_sluice_offer() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$*" -- "$word"))
  COMPREPLY=("\${COMPREPLY[@]// /\\\\ }")
}

_sluice() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" path='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${path:+$path }\${COMP_WORDS[index]}" in
    ${paths.join('|')}) path="\${path:+$path }\${COMP_WORDS[index]}" ;;
    esac
  done
  case "\${path:+$path }$before" in
${values.join('\n')}
  esac
  case "$path" in
${places.join('\n')}
  esac
}

complete -F _sluice sluice
`;
}

/** zsh understands bash’s completions. */
export const zshCompletion = (completables: readonly Completable[]): string =>
  `#compdef sluice
autoload -Uz compinit bashcompinit
(( $+functions[compdef] )) || compinit
bashcompinit
${bashCompletion(completables)}`;

/** For fish: one line for each word, with the condition under which it may come. */
export function fishCompletion(completables: readonly Completable[]): string {
  const lines = completables.flatMap(({ path, commands, options, values, takesFile }) => {
    const here = path.map((word) => `__fish_seen_subcommand_from ${word}`);
    const none = commands.map(({ name }) => name).join(' ');
    const choosing = [...here, ...(none === '' ? [] : [`not __fish_seen_subcommand_from ${none}`])].join('; and ');
    return [
      ...commands.map(({ name, description }) => line(choosing, `-a ${name} -d ${quoted(description)}`)),
      ...values.map((value) => line(here.join('; and '), `-a ${quoted(value)}`)),
      ...(takesFile ? [line(here.join('; and '), '-F')] : []),
      ...(path.length === 0 ? [] : options).map(({ flags, description, takesValue, values: choices }) => {
        const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
        const offer = takesValue
          ? ` -x${choices.length === 0 ? '' : ` -a ${quoted(choices.map(escaped).join(' '))}`}`
          : '';
        return line(here.join('; and '), `${names.join(' ')}${offer} -d ${quoted(description)}`);
      }),
    ];
  });
  return `# Completion of sluice for fish: sluice completion fish | source\ncomplete -c sluice -f\n${lines.join('\n')}\n`;
}

/** What may stand after the words of a command. */
export interface Completable {
  /** The words that lead here, without the program’s own name. */
  readonly path: readonly string[];
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletableOption[];
  /** Values of its first argument, where they are a closed list. */
  readonly values: readonly string[];
  readonly takesFile: boolean;
}

export interface CompletableOption {
  readonly flags: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
}

const line = (condition: string, more: string): string =>
  `complete -c sluice${condition === '' ? '' : ` -n ${quoted(condition)}`} ${more}`;

const escaped = (value: string): string => value.replaceAll(' ', '\\ ');

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
