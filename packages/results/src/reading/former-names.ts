/** Commands of version 0.1.0 by the names that they have today. */
const commands: Readonly<Record<string, string>> = { threshold: 'success' }

/** What a command is called today. */
export const commandToday = (name: string): string => (Object.hasOwn(commands, name) ? commands[name] : name)
