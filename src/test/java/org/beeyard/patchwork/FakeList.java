package org.beeyard.patchwork;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A list as the parameters of a query want it: filtered, ordered, cut into pages. A filter that makes no sense finds
 * nothing.
 */
final class FakeList<T> {

    /** What Patchwork does not survive. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final int USUAL = 30;
    private static final int MOST = 250;

    private final FakeQuery query;
    private List<T> items;

    FakeList(Collection<T> items, FakeQuery query) {
        this.items = List.copyOf(items);
        this.query = query;
    }

    FakeList<T> where(Predicate<T> test) {
        items = items.stream().filter(test).toList();
        return this;
    }

    /** Filters by the last value of the parameter. */
    FakeList<T> one(String parameter, BiPredicate<T, String> test) {
        query.last(parameter)
                .filter(value -> !value.isEmpty())
                .ifPresent(value -> where(item -> test.test(item, value)));
        return this;
    }

    /** Filters by any of the values of the parameter; one that is not {@code known} spoils them all. */
    FakeList<T> any(String parameter, Predicate<String> known, BiPredicate<T, String> test) {
        List<String> values = query.all(parameter);
        if (!values.isEmpty()) {
            boolean sense = values.stream().allMatch(known);
            where(item -> sense && values.stream().anyMatch(value -> test.test(item, value)));
        }
        return this;
    }

    FakeList<T> ofProject() {
        return one("project", (item, value) -> value.equalsIgnoreCase(FakeModel.PROJECT) || value.equals("1"));
    }

    /** Filters by words that all have to be in a name. */
    FakeList<T> words(Function<T, String> name) {
        return one(
                "q",
                (item, value) -> Stream.of(value.toLowerCase(Locale.ROOT).split("[\\s,]+"))
                        .allMatch(name.apply(item).toLowerCase(Locale.ROOT)::contains));
    }

    FakeList<T> dates(Function<T, LocalDateTime> date) {
        bound("since", (at, bound) -> !at.isBefore(bound), date);
        return bound("before", LocalDateTime::isBefore, date);
    }

    private FakeList<T> bound(
            String parameter, BiPredicate<LocalDateTime, LocalDateTime> test, Function<T, LocalDateTime> date) {
        Optional<String> value = query.last(parameter).filter(text -> !text.isEmpty());
        if (value.isPresent()) {
            Optional<LocalDateTime> bound = date(value.get());
            where(item -> bound.isPresent() && test.test(date.apply(item), bound.get()));
        }
        return this;
    }

    private static Optional<LocalDateTime> date(String value) {
        String iso = value.matches("\\d{4}-\\d\\d-\\d\\d \\d.*") ? value.replaceFirst(" ", "T") : value;
        try {
            return Optional.of(iso.length() == 10 ? LocalDate.parse(iso).atStartOfDay() : LocalDateTime.parse(iso));
        } catch (DateTimeParseException naive) {
            try {
                OffsetDateTime.parse(iso);
            } catch (DateTimeParseException bogus) {
                return Optional.empty();
            }
            throw new Crash();
        }
    }

    /** Orders by what the query names, unless there is no such order. Only the named field decides. */
    FakeList<T> order(String usual, Map<String, Comparator<T>> orders) {
        String wanted = query.last("order").orElse(usual);
        String order = orders.containsKey(wanted.replaceFirst("^-", "")) ? wanted : usual;
        Comparator<T> comparator = orders.get(order.replaceFirst("^-", ""));
        items = items.stream()
                .sorted(order.startsWith("-") ? comparator.reversed() : comparator)
                .toList();
        return this;
    }

    List<T> items() {
        return items;
    }

    /** The page that the query asks for; {@code address} is that of the list. */
    FakeReply page(String address, Function<T, JsonNode> shape) {
        int size = size();
        int pages = Math.max(1, (items.size() + size - 1) / size);
        String wanted = query.last("page").orElse("1");
        int page = wanted.equals("last") ? pages : wanted.matches("\\d{1,9}") ? Integer.parseInt(wanted) : 0;
        if (page < 1 || page > pages) {
            return FakeReply.json(404, FakeJson.detail("Invalid page."));
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        items.stream().skip((page - 1L) * size).limit(size).map(shape).forEach(list::add);
        StringBuilder links = new StringBuilder();
        if (page < pages) {
            links.append(link(address, Optional.of(page + 1), "next")).append(", ");
        }
        if (page > 1) {
            Optional<Integer> before = page == 2 ? Optional.empty() : Optional.of(page - 1);
            links.append(link(address, before, "prev")).append(", ");
        }
        links.append(link(address, Optional.of(1), "first")).append(", ");
        links.append(link(address, Optional.of(pages), "last"));
        return FakeReply.json(200, list).with("Link", links.toString());
    }

    private int size() {
        int wanted = query.last("per_page")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .orElse(USUAL);
        return wanted == 0 ? USUAL : Math.min(wanted, MOST);
    }

    private String link(String address, Optional<Integer> page, String rel) {
        String parameters = query.page(page).toString();
        return "<" + address + (parameters.isEmpty() ? "" : "?" + parameters) + ">; rel=\"" + rel + "\"";
    }
}
