package net.groupvpn.lab.bed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process on a host. Its output, both streams, is kept in a file. */
public final class HostProcess {
  private static final long TERM_SECONDS = 10;

  private final String label;
  private final Process process;
  private final Path log;
  private final long earlierBytes;

  /** The first {@code earlierBytes} of the log are from earlier processes with that label. */
  HostProcess(String label, Process process, Path log, long earlierBytes) {
    this.label = label;
    this.process = process;
    this.log = log;
    this.earlierBytes = earlierBytes;
  }

  /** Process ID; {@code ip netns exec} replaces itself, so it is the command's own. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything that this process has written so far. */
  public String output() {
    try {
      byte[] all = Files.readAllBytes(log);
      int from = Math.toIntExact(earlierBytes);
      return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BedException("cannot read the output of " + label, e);
    }
  }

  /** Waits until the output contains {@code text}. */
  public HostProcess awaitOutput(String text, long limitSeconds) {
    Await.until(
        label + " says \"" + text + "\"",
        limitSeconds,
        () -> {
          if (output().contains(text)) {
            return true;
          }
          if (!isAlive()) {
            throw new BedException(
                label
                    + " ended with "
                    + process.exitValue()
                    + " before it said \""
                    + text
                    + "\":\n"
                    + output());
          }
          return false;
        });
    return this;
  }

  /** Waits for its end and returns the exit code. */
  public int awaitExit(long limitSeconds) {
    Await.until(label + " ends", limitSeconds, () -> !isAlive());
    return process.exitValue();
  }

  /** SIGTERM, and SIGKILL if it has not ended after {@value #TERM_SECONDS} s. */
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(TERM_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    Await.until(label + " is dead", TERM_SECONDS, () -> !process.isAlive());
  }

  /** Resident memory in MiB. */
  public double residentMebibytes() {
    return memory("VmRSS:");
  }

  /** Peak resident memory so far, in MiB. */
  public double peakResidentMebibytes() {
    return memory("VmHWM:");
  }

  /** Processor time of all its threads so far, in seconds. */
  public double processorSeconds() {
    try {
      return ProcessStat.processorSeconds(ProcessStat.read(pid()));
    } catch (IOException e) {
      throw new BedException("cannot read the processor time of " + label, e);
    }
  }

  private double memory(String field) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
        if (line.startsWith(field)) {
          return Long.parseLong(line.replaceAll("\\D+", "")) / 1_024.0;
        }
      }
    } catch (IOException e) {
      throw new BedException("cannot read the memory use of " + label, e);
    }
    throw new BedException(label + " has no " + field + " is it alive?");
  }
}
