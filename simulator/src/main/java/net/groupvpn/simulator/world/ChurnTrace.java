package net.groupvpn.simulator.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Departures and returns from a file with lines {@code SECONDS NODE up|down}; blank lines and lines
 * that begin with {@code #} are ignored. Nodes are numbered from 0.
 */
public final class ChurnTrace {
  private static final Pattern LINE =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)[ \\t,]+([0-9]{1,7})[ \\t,]+(up|down)");
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<Change> changes;

  private record Change(double seconds, int node, boolean up) {}

  private ChurnTrace(List<Change> changes) {
    this.changes = changes;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or a line is wrong; the message says which
   */
  public static ChurnTrace read(Path file) throws IOException {
    List<Change> changes = new ArrayList<>();
    int number = 0;
    try {
      for (String line : Files.readAllLines(file)) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          changes.add(parse(file, number, line.strip()));
        }
      }
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
    return new ChurnTrace(changes);
  }

  private static Change parse(Path file, int number, String line) throws IOException {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IOException(
          file + ", line " + number + ": expected `SECONDS NODE up|down`, not '" + line + "'");
    }
    return new Change(
        Double.parseDouble(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        matcher.group(3).equals("up"));
  }

  /** Schedules all changes from now on; ignores nodes that the world lacks. */
  public void schedule(World world) {
    for (Change change : changes) {
      if (change.node < world.machines().size()) {
        SimulatedMachine machine = world.machines().get(change.node);
        Duration delay = Duration.ofNanos((long) (change.seconds * NANOS_PER_SECOND));
        world.kernel().after(delay, () -> apply(machine, change.up));
      }
    }
  }

  private static void apply(SimulatedMachine machine, boolean up) {
    if (up && !machine.isUp()) {
      machine.start();
    } else if (!up && machine.isUp()) {
      machine.kill();
    }
  }
}
