package net.groupvpn.client.part;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import net.groupvpn.client.enrol.KeptMachines;
import net.groupvpn.dhcpdns.machine.KnownMachine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is known of the machines behind this one, on a thread of its own. While one state is
 * written only the newest one waits, with everybody who wants to know that it is on the disk.
 */
final class MachineSaves {
  /** The notice that they cannot be written. */
  static final String NOT_KEPT = "machines_not_kept";

  /** Most that wait for one write; whoever comes then is told that nothing was kept. */
  static final int MAX_WAITING = 256;

  /** How long the end waits for the last write. */
  static final long END_SECONDS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(MachineSaves.class);

  private final KeptMachines file;
  private final Notices notices;
  private final ExecutorService disk;
  private final AtomicReference<@Nullable Save> next = new AtomicReference<>();

  /** The newest state that is not written yet, and who waits for it. */
  private record Save(List<KnownMachine> machines, List<Consumer<Boolean>> waiting) {
    static Save after(@Nullable Save before, List<KnownMachine> newest, Consumer<Boolean> waiter) {
      List<Consumer<Boolean>> all = new ArrayList<>(before == null ? List.of() : before.waiting);
      all.add(waiter);
      return new Save(newest, all);
    }

    boolean isFull() {
      return waiting.size() >= MAX_WAITING;
    }
  }

  /** {@code disk} has one thread, which nobody else uses. */
  MachineSaves(KeptMachines file, Notices notices, ExecutorService disk) {
    this.file = file;
    this.notices = notices;
    this.disk = disk;
  }

  /**
   * Has this state written. Engine thread.
   *
   * @param done is told by {@code engine} whether this state, or a newer one, is on the disk
   */
  void save(List<KnownMachine> machines, Consumer<Boolean> done, Executor engine) {
    Save waiting = next.get();
    if (waiting != null && waiting.isFull()) {
      done.accept(false);
      return;
    }
    Consumer<Boolean> waiter = isKept -> engine.execute(() -> done.accept(isKept));
    Save before = next.getAndUpdate(old -> Save.after(old, machines, waiter));
    if (before == null) {
      start();
    }
  }

  private void start() {
    try {
      disk.execute(this::write);
    } catch (RejectedExecutionException e) {
      LOG.debug("the client ends: the machines behind this one stay as they were written last");
      tell(next.getAndSet(null), false);
    }
  }

  private void write() {
    Save save = next.getAndSet(null);
    tell(save, save != null && write(save.machines));
  }

  private static void tell(@Nullable Save save, boolean isKept) {
    if (save != null) {
      save.waiting.forEach(each -> each.accept(isKept));
    }
  }

  private boolean write(List<KnownMachine> machines) {
    try {
      file.save(machines);
      notices.clear(NOT_KEPT);
      return true;
    } catch (IOException e) {
      notices.raise(
          NOT_KEPT,
          "no machine behind this one gets or renews an address, because %s cannot be written: %s"
              .formatted(file.path(), e));
      return false;
    }
  }

  /** Writes what waits, and takes no more. */
  void end() throws InterruptedException {
    disk.shutdown();
    if (!disk.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("{} is not written after {} s; the client ends", file.path(), END_SECONDS);
      disk.shutdownNow();
    }
  }
}
