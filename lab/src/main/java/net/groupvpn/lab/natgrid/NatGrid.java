package net.groupvpn.lab.natgrid;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import net.groupvpn.lab.bed.Testbed;
import org.jspecify.annotations.Nullable;

/** Runs cells, a few at a time. */
public final class NatGrid {
  private final int lanes;
  private final long seconds;
  private final Consumer<CellResult> onResult;
  private final Consumer<String> onProblem;
  private final Lock oneStarts = new ReentrantLock(true);

  /**
   * Does nothing yet.
   *
   * @param lanes cells at a time
   * @param seconds how long each cell is observed
   * @param onResult gets each result, on any thread
   * @param onProblem gets the reason if a cell could not run, on any thread
   */
  NatGrid(int lanes, long seconds, Consumer<CellResult> onResult, Consumer<String> onProblem) {
    this.lanes = lanes;
    this.seconds = seconds;
    this.onResult = onResult;
    this.onProblem = onProblem;
  }

  /** Runs all cells, in groups with or without an open member; returns the results in order. */
  List<CellResult> run(List<Pairing> pairings) throws InterruptedException {
    try (Testbed bed = new Testbed("natgrid")) {
      NatWorld world = new NatWorld(bed);
      Deque<Integer> open = new ArrayDeque<>();
      for (int i = 0; i < pairings.size(); i++) {
        open.add(i);
      }
      boolean hasOpenMember = hasOpenMember(pairings);
      List<@Nullable CellResult> results =
          new ArrayList<>(Collections.nCopies(pairings.size(), null));
      ExecutorService threads = Executors.newFixedThreadPool(lanes);
      List<Future<?>> running = new ArrayList<>();
      for (int number = 1; number <= Math.min(lanes, pairings.size()); number++) {
        Lane lane = new Lane(bed, world, number, hasOpenMember);
        running.add(threads.submit(() -> run(lane, world, open, pairings, results)));
      }
      awaitAll(running, threads);
      return results.stream().map(Objects::requireNonNull).toList();
    }
  }

  private static boolean hasOpenMember(List<Pairing> pairings) {
    boolean all = pairings.stream().allMatch(each -> each.company() == Company.OPEN_MEMBER);
    if (!all && pairings.stream().anyMatch(each -> each.company() == Company.OPEN_MEMBER)) {
      throw new IllegalArgumentException("some pairs want an open member, and some do not");
    }
    return all;
  }

  private void run(
      Lane lane,
      NatWorld world,
      Deque<Integer> open,
      List<Pairing> pairings,
      List<@Nullable CellResult> results) {
    while (true) {
      int index;
      GridCell cell;
      synchronized (world) {
        if (open.isEmpty()) {
          return;
        }
        index = open.remove();
        cell = lane.cell(pairings.get(index));
      }
      CellResult result = run(cell, pairings.get(index));
      onResult.accept(result);
      synchronized (world) {
        results.set(index, result);
      }
    }
  }

  private CellResult run(GridCell cell, Pairing pairing) {
    try {
      return cell.run(oneStarts, seconds);
    } catch (RuntimeException e) {
      onProblem.accept(pairing.label() + ": " + e.getMessage());
      return new CellResult(pairing, ReachKind.NONE, null, null, null, null);
    }
  }

  private static void awaitAll(List<Future<?>> running, ExecutorService threads)
      throws InterruptedException {
    try {
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a cell could not be run: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }
}
