/** Commands of version 0.1.0 by the names that they have today. */
const commands: Readonly<Record<string, string>> = { threshold: 'success' }

/** Options of version 0.1.0 by command, by the names that they have today. */
const options: Readonly<Record<string, Readonly<Record<string, string>>>> = { robustness: { '--load': '--from' } }

/** What a command is called today. */
export const commandToday = (name: string): string => (Object.hasOwn(commands, name) ? commands[name] : name)

/** Arguments with former names replaced, and a remark on each. */
export function withTodaysNames(argv: readonly string[]): {
  readonly argv: readonly string[]
  readonly remarks: readonly string[]
} {
  const remarks: string[] = []
  const place = argv[0] === 'help' ? 1 : 0
  const today = argv.map((word, i) => {
    const command = i === place ? commandToday(word) : word
    if (command !== word) {
      remarks.push(`the command ${word} is now called ${command}`)
      return command
    }
    const [option, ...value] = word.split('=')
    const known = Object.hasOwn(options, argv[0]) ? options[argv[0]] : {}
    if (i === 0 || !Object.hasOwn(known, option)) return word
    remarks.push(`the option ${option} is now called ${known[option]}`)
    return [known[option], ...value].join('=')
  })
  return { argv: today, remarks }
}
