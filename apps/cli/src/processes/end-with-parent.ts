// Preloaded into every process that the command starts: it ends with the command, even if the command is killed.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
