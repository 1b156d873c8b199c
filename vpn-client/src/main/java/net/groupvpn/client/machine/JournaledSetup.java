package net.groupvpn.client.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.groupvpn.client.journal.Journal;
import net.groupvpn.client.journal.Step;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.MachineSetup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down each change before it is made, with how it was before, and what is taken back. So
 * whoever comes after a client that was killed undoes what it has left: the newest first, each
 * once, and only what still is as the client had set it. A journal that cannot be written or read
 * keeps nobody from going on; the log says what that means. Thread-safe.
 */
public final class JournaledSetup implements MachineSetup {
  private static final Logger LOG = LoggerFactory.getLogger(JournaledSetup.class);
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Steps machine;
  private final Path stateDir;
  private final String boot;
  private @Nullable Journal journal;
  private boolean hasWarned;

  /** Makes changes, and can look at the machine before and after. */
  public interface Steps extends MachineSetup {
    /**
     * How that is now what {@code change} changes: what {@link #undo} must know; empty if nothing.
     *
     * @throws IOException if it cannot be told; the message says why
     */
    String before(Change change) throws IOException;

    /**
     * Takes a change back, perhaps another process's, if the machine is as the change had made it.
     *
     * @param before what {@link #before} said
     * @return whether there was anything to do
     */
    boolean undo(Change change, String before) throws IOException;
  }

  /**
   * What was taken back.
   *
   * @param done one text for each change
   * @param problems what could not be, or not be read, and why
   */
  public record Recovery(List<String> done, List<String> problems) {
    public Recovery {
      done = List.copyOf(done);
      problems = List.copyOf(problems);
    }
  }

  JournaledSetup(Steps machine, Path stateDir, String boot) {
    this.machine = machine;
    this.stateDir = stateDir;
    this.boot = boot;
  }

  /** Keeps its journal in {@code stateDir}, which is read when it is first needed. */
  public static JournaledSetup of(Steps machine, Path stateDir) {
    String boot = "";
    try {
      boot = Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      LOG.debug("this machine does not tell when it has started: {}", e.getMessage());
    }
    return new JournaledSetup(machine, stateDir, boot);
  }

  private synchronized Journal journal() {
    if (journal == null) {
      journal = Journal.open(stateDir);
    }
    return journal;
  }

  @Override
  public void recover() {
    Recovery recovery = undoAll(true);
    recovery.done().forEach(text -> LOG.info("taken back what a killed client left: {}", text));
    recovery.problems().forEach(text -> LOG.warn("what a killed client left: {}", text));
    machine.recover();
  }

  /**
   * Takes back all that is written down.
   *
   * @param keepKillSwitch whether the user stays protected
   */
  public Recovery undoAll(boolean keepKillSwitch) {
    List<String> done = new ArrayList<>();
    List<String> problems = new ArrayList<>(journal().problems());
    List<Journal.Entry> newestFirst = new ArrayList<>(journal().open());
    Collections.reverse(newestFirst);
    for (Journal.Entry entry : newestFirst) {
      ChangeText text = new ChangeText(entry.step().kind(), entry.step().of());
      boolean hasGone = !entry.step().boot().equals(boot) && !text.outlivesRestart();
      if (hasGone || !(keepKillSwitch && text.isKillSwitch())) {
        try {
          if (!hasGone && machine.undo(text.toChange(), entry.step().was())) {
            done.add(text.toString());
          }
          journal().end(entry.number());
        } catch (IOException e) {
          problems.add("%s cannot be taken back: %s".formatted(text, e.getMessage()));
        }
      }
    }
    return new Recovery(done, problems);
  }

  @Override
  public void apply(Change change) throws IOException {
    begin(change);
    machine.apply(change);
  }

  private void begin(Change change) throws IOException {
    ChangeText text = ChangeText.of(change);
    Journal.@Nullable Entry known = journal().find(text.kind(), text.of());
    if (known != null && (known.step().boot().equals(boot) || text.outlivesRestart())) {
      return; // What was before that is known already.
    } else if (known != null) {
      end(known); // It has gone with the machine's last run.
    }
    String was = machine.before(change);
    try {
      journal().begin(new Step(text.kind(), text.of(), was, boot));
    } catch (IOException e) {
      warn("%s is not written down: if this client is killed, it stays".formatted(text), e);
    }
  }

  @Override
  public void revert(Change change) throws IOException {
    ChangeText text = ChangeText.of(change);
    Journal.@Nullable Entry entry = journal().find(text.kind(), text.of());
    if (entry == null || entry.step().was().isEmpty()) {
      machine.revert(change);
    } else {
      machine.undo(change, entry.step().was());
    }
    if (entry != null) {
      end(entry);
    }
  }

  @Override
  public void forget(Change change) {
    ChangeText text = ChangeText.of(change);
    Journal.@Nullable Entry entry = journal().find(text.kind(), text.of());
    if (entry != null) {
      end(entry);
    }
  }

  private void end(Journal.Entry entry) {
    try {
      journal().end(entry.number());
    } catch (IOException e) {
      warn("that %s is taken back is not written down".formatted(entry.step()), e);
    }
  }

  private synchronized void warn(String what, IOException reason) {
    if (hasWarned) {
      LOG.debug("{}: {}", what, reason.getMessage());
    } else {
      hasWarned = true;
      LOG.warn("{} ({}); there may be more of that, which is not told", what, reason.getMessage());
    }
  }
}
