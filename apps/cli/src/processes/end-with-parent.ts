// Preloaded into every process that the command starts: when the command is gone, however it went, so is the process.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
