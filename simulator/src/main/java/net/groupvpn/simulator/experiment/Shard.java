package net.groupvpn.simulator.experiment;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A part of a sweep, for one job of a batch scheduler: {@code 2/8} is the second of eight. */
record Shard(int index, int count) {
  static final Shard ALL = new Shard(1, 1);

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

  static Shard parse(String text) throws ExperimentException {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      Shard shard =
          new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
      if (shard.index >= 1 && shard.index <= shard.count) {
        return shard;
      }
    }
    throw new ExperimentException("--shard must be i/n with 1 <= i <= n, not '" + text + "'");
  }

  /** Adjacent runs go to different shards, so that each shard gets runs of all sizes. */
  List<RunKey> of(List<RunKey> all) {
    return IntStream.range(0, all.size())
        .filter(i -> i % count == index - 1)
        .mapToObj(all::get)
        .toList();
  }
}
