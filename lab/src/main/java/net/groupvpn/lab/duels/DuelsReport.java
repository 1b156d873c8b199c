package net.groupvpn.lab.duels;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import net.groupvpn.lab.report.TextTable;

/** The figures of all conditions, as tables and as JSON. */
final class DuelsReport {
  /** Greatest accepted share of duels with two owners. */
  static final double MOST_WITH_TWO = 0.000_03;

  /** Smallest accepted share of renewals in time. */
  static final double LEAST_RENEWED = 0.999;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double SEATS_OF_BOTH = 16;
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  /** The results for one set of conditions. */
  record Row(Conditions conditions, Tally duels, Renewals renewals) {}

  private final List<Row> rows = new ArrayList<>();
  private final long seed;

  DuelsReport(long seed) {
    this.seed = seed;
  }

  void add(Row row) {
    rows.add(row);
  }

  private Tally duels() {
    return rows.stream().map(Row::duels).reduce(Tally.NOTHING, Tally::plus);
  }

  private Renewals renewals() {
    return rows.stream().map(Row::renewals).reduce(Renewals.NOTHING, Renewals::plus);
  }

  /** Whether both goals are met. */
  boolean isGood() {
    Tally duels = duels();
    Renewals renewals = renewals();
    return duels.two() <= MOST_WITH_TWO * duels.duels()
        && renewals.lost() <= (1 - LEAST_RENEWED) * renewals.due();
  }

  String toText() {
    return (hasDuels() ? duelTable().toText() : "")
        + (hasDuels() && hasRenewals() ? "\n" : "")
        + (hasRenewals() ? renewalTable().toText() : "");
  }

  String toMarkdown() {
    return (hasDuels() ? duelTable().toMarkdown() : "")
        + (hasDuels() && hasRenewals() ? "\n" : "")
        + (hasRenewals() ? renewalTable().toMarkdown() : "");
  }

  private boolean hasDuels() {
    return duels().duels() > 0;
  }

  private boolean hasRenewals() {
    return renewals().due() > 0;
  }

  private TextTable duelTable() {
    TextTable table =
        new TextTable(
            List.of(
                "Duels",
                "number",
                "two owners",
                "at most (95 %)",
                "for at most, s",
                "none",
                "lost",
                "settled after, s",
                "seats missed"));
    rows.forEach(row -> table.row(cells(row.conditions().label(), row.duels())));
    table.row(cells("all", duels()));
    return table;
  }

  private static List<String> cells(String label, Tally tally) {
    return List.of(
        label,
        count(tally.duels()),
        count(tally.two()),
        percent(UpperBound.of(tally.two(), tally.duels())),
        seconds((double) tally.longestBothNanos()),
        count(tally.none()),
        count(tally.lost()),
        seconds((double) tally.settledNanos() / Math.max(1, tally.duels())),
        percent(tally.missedSeats() / SEATS_OF_BOTH / Math.max(1, tally.duels())));
  }

  private TextTable renewalTable() {
    TextTable table =
        new TextTable(
            List.of(
                "Renewals",
                "due",
                "not in time",
                "at most (95 %)",
                "rounds tried",
                "rounds failed",
                "share failed"));
    rows.forEach(row -> table.row(cells(row.conditions().label(), row.renewals())));
    table.row(cells("all", renewals()));
    return table;
  }

  private static List<String> cells(String label, Renewals renewals) {
    return List.of(
        label,
        count(renewals.due()),
        count(renewals.lost()),
        percent(UpperBound.of(renewals.lost(), renewals.due())),
        count(renewals.tried()),
        count(renewals.failed()),
        percent((double) renewals.failed() / Math.max(1, renewals.tried())));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.4f %%", 100 * share);
  }

  private static String seconds(double nanos) {
    return String.format(Locale.ROOT, "%.2f", nanos / NANOS_PER_SECOND);
  }

  void writeJson(Path file) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), toJson());
  }

  /** An object per set of conditions; shares are between 0 and 1, times in seconds. */
  ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode().put("seed", seed);
    for (Row row : rows) {
      ObjectNode node = json.withArray("conditions").addObject();
      node.put("members", row.conditions().members()).put("liars", row.conditions().liars());
      node.put("missing", row.conditions().missing());
      node.put("up_minutes", row.conditions().upMinutes());
      put(node.putObject("duels"), row.duels());
      put(node.putObject("renewals"), row.renewals());
    }
    put(json.putObject("duels"), duels());
    put(json.putObject("renewals"), renewals());
    return json;
  }

  private static void put(ObjectNode node, Tally tally) {
    node.put("number", tally.duels()).put("two_owners", tally.two());
    node.put("two_owners_at_most", UpperBound.of(tally.two(), tally.duels()));
    node.put("two_owners_for_at_most_s", tally.longestBothNanos() / NANOS_PER_SECOND);
    node.put("none", tally.none()).put("lost", tally.lost());
    node.put("settled_after_sum_s", tally.settledNanos() / NANOS_PER_SECOND);
    node.put("missed_seats", tally.missedSeats());
  }

  private static void put(ObjectNode node, Renewals renewals) {
    node.put("due", renewals.due()).put("not_in_time", renewals.lost());
    node.put("not_in_time_at_most", UpperBound.of(renewals.lost(), renewals.due()));
    node.put("rounds_tried", renewals.tried()).put("rounds_failed", renewals.failed());
  }
}
